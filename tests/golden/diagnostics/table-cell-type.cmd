"$ECIVET" compile --no-builtin -o /dev/null table-cell-type.vet

"$ECIVET" compile --no-builtin -o /dev/null table-of-no-scalars.vet

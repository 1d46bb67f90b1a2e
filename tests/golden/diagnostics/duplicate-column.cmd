"$ECIVET" compile --no-builtin -o /dev/null duplicate-column.vet

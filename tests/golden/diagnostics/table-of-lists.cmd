"$ECIVET" compile --no-builtin -o /dev/null table-of-lists.vet

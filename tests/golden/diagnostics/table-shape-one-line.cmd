"$ECIVET" compile --no-builtin -o /dev/null table-shape-one-line.vet

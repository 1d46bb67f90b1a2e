"$ECIVET" compile --no-builtin -o /dev/null table-shape.vet

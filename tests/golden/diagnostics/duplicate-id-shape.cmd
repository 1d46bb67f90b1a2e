"$ECIVET" compile --no-builtin -o /dev/null duplicate-id-shape.vet

"$ECIVET" compile --no-builtin -o /dev/null duplicate-shape.vet

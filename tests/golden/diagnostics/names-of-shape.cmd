"$ECIVET" compile --no-builtin -o /dev/null names-of-shape.vet

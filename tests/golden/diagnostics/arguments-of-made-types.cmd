"$ECIVET" compile --no-builtin -o /dev/null arguments-of-made-types.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-too-deep.vet

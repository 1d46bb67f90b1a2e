"$ECIVET" compile --no-builtin -o /dev/null syntax-number-too-large.vet

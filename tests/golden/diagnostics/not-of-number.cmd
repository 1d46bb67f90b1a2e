"$ECIVET" compile --no-builtin -o /dev/null not-of-number.vet

"$ECIVET" compile --no-builtin -o /dev/null arithmetic-on-strings.vet

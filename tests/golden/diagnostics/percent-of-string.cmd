"$ECIVET" compile --no-builtin -o /dev/null percent-of-string.vet

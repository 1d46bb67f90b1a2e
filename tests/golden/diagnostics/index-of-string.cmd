"$ECIVET" compile --no-builtin -o /dev/null index-of-string.vet

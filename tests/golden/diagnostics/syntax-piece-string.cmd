"$ECIVET" compile --no-builtin -o /dev/null syntax-piece-string.vet

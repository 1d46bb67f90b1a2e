"$ECIVET" compile --no-builtin -o /dev/null syntax-piece-stray.vet

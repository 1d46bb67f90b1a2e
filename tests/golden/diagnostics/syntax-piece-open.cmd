"$ECIVET" compile --no-builtin -o /dev/null syntax-piece-open.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-escape.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-semicolon.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-unclosed-bracket.vet

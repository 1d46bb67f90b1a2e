"$ECIVET" compile --no-builtin -o /dev/null syntax-unclosed-parenthesis.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-curly-quotes.vet

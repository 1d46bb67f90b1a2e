"$ECIVET" compile --no-builtin -o /dev/null syntax-single-quotes.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-number-in-quotes.vet

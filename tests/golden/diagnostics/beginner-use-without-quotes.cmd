"$ECIVET" compile --no-builtin -o /dev/null beginner-use-without-quotes.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-key-without-quotes.vet

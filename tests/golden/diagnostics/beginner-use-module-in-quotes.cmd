"$ECIVET" compile --no-builtin -o /dev/null beginner-use-module-in-quotes.vet

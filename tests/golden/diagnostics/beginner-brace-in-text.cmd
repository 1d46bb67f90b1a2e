"$ECIVET" compile --no-builtin -o /dev/null beginner-brace-in-text.vet

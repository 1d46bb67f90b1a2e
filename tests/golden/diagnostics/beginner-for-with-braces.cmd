"$ECIVET" compile --no-builtin -o /dev/null beginner-for-with-braces.vet

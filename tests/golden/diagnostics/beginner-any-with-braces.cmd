"$ECIVET" compile --no-builtin -o /dev/null beginner-any-with-braces.vet

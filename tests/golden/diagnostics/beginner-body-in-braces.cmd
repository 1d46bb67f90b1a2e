"$ECIVET" compile --no-builtin -o /dev/null beginner-body-in-braces.vet

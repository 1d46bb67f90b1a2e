"$ECIVET" compile --no-builtin -o /dev/null beginner-exists.vet

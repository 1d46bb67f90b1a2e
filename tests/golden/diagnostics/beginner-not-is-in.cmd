"$ECIVET" compile --no-builtin -o /dev/null beginner-not-is-in.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-null.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-arrow.vet

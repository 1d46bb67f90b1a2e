"$ECIVET" compile --no-builtin -o /dev/null beginner-count-where.vet

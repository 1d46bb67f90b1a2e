"$ECIVET" compile --no-builtin -o /dev/null beginner-len.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-message.vet

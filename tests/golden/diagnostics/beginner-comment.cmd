"$ECIVET" compile --no-builtin -o /dev/null beginner-comment.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-choice.vet

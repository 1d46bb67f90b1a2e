"$ECIVET" compile --no-builtin -o /dev/null beginner-set-in-brackets.vet

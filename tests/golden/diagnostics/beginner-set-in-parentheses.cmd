"$ECIVET" compile --no-builtin -o /dev/null beginner-set-in-parentheses.vet

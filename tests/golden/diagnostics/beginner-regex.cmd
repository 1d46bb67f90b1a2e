"$ECIVET" compile --no-builtin -o /dev/null beginner-regex.vet

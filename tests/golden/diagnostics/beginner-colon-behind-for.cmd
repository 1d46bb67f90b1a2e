"$ECIVET" compile --no-builtin -o /dev/null beginner-colon-behind-for.vet

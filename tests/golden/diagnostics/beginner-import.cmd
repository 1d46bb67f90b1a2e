"$ECIVET" compile --no-builtin -o /dev/null beginner-import.vet

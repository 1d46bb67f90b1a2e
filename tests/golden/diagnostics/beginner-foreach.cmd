"$ECIVET" compile --no-builtin -o /dev/null beginner-foreach.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-is-present.vet

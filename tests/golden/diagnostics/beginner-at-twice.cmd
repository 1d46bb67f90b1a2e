"$ECIVET" compile --no-builtin -o /dev/null beginner-at-twice.vet

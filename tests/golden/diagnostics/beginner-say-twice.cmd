"$ECIVET" compile --no-builtin -o /dev/null beginner-say-twice.vet

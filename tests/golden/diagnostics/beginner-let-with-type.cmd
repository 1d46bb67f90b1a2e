"$ECIVET" compile --no-builtin -o /dev/null beginner-let-with-type.vet

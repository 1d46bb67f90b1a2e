"$ECIVET" compile --no-builtin -o /dev/null default-of-wrong-type.vet

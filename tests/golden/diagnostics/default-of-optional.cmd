"$ECIVET" compile --no-builtin -o /dev/null default-of-optional.vet

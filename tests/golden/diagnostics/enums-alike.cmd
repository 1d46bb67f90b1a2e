"$ECIVET" compile --no-builtin -o /dev/null enums-alike.vet

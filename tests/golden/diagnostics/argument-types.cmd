"$ECIVET" compile --no-builtin -o /dev/null argument-types.vet

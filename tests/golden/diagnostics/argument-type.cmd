"$ECIVET" compile --no-builtin -o /dev/null argument-type.vet

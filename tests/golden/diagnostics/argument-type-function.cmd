"$ECIVET" compile --no-builtin -o /dev/null argument-type-function.vet

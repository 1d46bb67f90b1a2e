"$ECIVET" compile --no-builtin -o /dev/null unknown-function-is-set.vet

"$ECIVET" compile --no-builtin -o /dev/null empty-set-ints.vet

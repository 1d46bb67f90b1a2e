"$ECIVET" compile --no-builtin -o /dev/null params-of-sets.vet

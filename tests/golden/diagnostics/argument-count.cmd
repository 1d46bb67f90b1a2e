"$ECIVET" compile --no-builtin -o /dev/null argument-count.vet

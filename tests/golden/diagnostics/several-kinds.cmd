"$ECIVET" compile --no-builtin -o /dev/null several-kinds.vet

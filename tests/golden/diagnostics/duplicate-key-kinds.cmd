"$ECIVET" compile --no-builtin -o /dev/null duplicate-key-kinds.vet

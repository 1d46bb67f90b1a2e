"$ECIVET" compile --no-builtin -o /dev/null duplicate-name.vet

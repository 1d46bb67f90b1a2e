"$ECIVET" compile --no-builtin -o /dev/null duplicate-name-of-import.vet

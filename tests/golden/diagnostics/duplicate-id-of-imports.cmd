"$ECIVET" compile --no-builtin -o /dev/null duplicate-id-of-imports.vet

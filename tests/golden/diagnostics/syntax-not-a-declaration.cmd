"$ECIVET" compile --no-builtin -o /dev/null syntax-not-a-declaration.vet

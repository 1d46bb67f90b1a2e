"$ECIVET" compile --no-builtin -o /dev/null syntax-use-after-declaration.vet

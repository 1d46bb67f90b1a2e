"$ECIVET" compile --no-builtin -o /dev/null syntax-if-in-the-middle.vet

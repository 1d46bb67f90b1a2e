"$ECIVET" compile --no-builtin -o /dev/null syntax-bang.vet

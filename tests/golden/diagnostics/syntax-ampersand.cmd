"$ECIVET" compile --no-builtin -o /dev/null syntax-ampersand.vet

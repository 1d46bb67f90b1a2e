"$ECIVET" compile --no-builtin -o /dev/null syntax-dollar.vet

"$ECIVET" compile --no-builtin -o /dev/null encoding-latin1.vet

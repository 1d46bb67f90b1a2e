"$ECIVET" compile --no-builtin -o /dev/null recursion.vet

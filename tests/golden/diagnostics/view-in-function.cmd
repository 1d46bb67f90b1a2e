"$ECIVET" compile --no-builtin -o /dev/null view-in-function.vet

"$ECIVET" compile --no-builtin -o /dev/null tabs-and-wide.vet

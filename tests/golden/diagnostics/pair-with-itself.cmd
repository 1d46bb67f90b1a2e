"$ECIVET" compile --no-builtin -o /dev/null pair-with-itself.vet

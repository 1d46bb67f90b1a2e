"$ECIVET" compile --no-builtin -o /dev/null optional-in.vet

"$ECIVET" compile --no-builtin -o /dev/null optional-argument.vet

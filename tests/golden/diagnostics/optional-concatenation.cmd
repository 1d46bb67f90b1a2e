"$ECIVET" compile --no-builtin -o /dev/null optional-concatenation.vet

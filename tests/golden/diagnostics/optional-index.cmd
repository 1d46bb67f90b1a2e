"$ECIVET" compile --no-builtin -o /dev/null optional-index.vet

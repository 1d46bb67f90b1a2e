"$ECIVET" compile --no-builtin -o /dev/null optional-ordered.vet

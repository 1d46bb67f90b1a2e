"$ECIVET" compile --no-builtin -o /dev/null optional-narrowed.vet

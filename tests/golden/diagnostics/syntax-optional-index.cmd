"$ECIVET" compile --no-builtin -o /dev/null syntax-optional-index.vet

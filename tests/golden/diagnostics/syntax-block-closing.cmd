"$ECIVET" compile --no-builtin -o /dev/null syntax-block-closing.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-block-with-braces.vet

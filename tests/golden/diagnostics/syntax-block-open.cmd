"$ECIVET" compile --no-builtin -o /dev/null syntax-block-open.vet

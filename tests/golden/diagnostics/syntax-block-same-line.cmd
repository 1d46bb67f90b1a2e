"$ECIVET" compile --no-builtin -o /dev/null syntax-block-same-line.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-block-indent.vet

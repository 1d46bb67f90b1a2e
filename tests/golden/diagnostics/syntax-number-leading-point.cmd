"$ECIVET" compile --no-builtin -o /dev/null syntax-number-leading-point.vet

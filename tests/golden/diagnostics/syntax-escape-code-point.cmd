"$ECIVET" compile --no-builtin -o /dev/null syntax-escape-code-point.vet

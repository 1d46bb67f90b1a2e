"$ECIVET" compile --no-builtin -o /dev/null syntax-ternary.vet

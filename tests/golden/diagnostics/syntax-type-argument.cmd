"$ECIVET" compile --no-builtin -o /dev/null syntax-type-argument.vet

"$ECIVET" compile --no-builtin -o /dev/null operand-types.vet

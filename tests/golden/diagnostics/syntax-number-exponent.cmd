"$ECIVET" compile --no-builtin -o /dev/null syntax-number-exponent.vet

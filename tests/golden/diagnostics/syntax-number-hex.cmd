"$ECIVET" compile --no-builtin -o /dev/null syntax-number-hex.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-say-number.vet

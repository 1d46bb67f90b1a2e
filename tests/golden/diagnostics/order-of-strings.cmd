"$ECIVET" compile --no-builtin -o /dev/null order-of-strings.vet

"$ECIVET" compile --no-builtin -o /dev/null product-of-lists-pair-behind-loop.vet

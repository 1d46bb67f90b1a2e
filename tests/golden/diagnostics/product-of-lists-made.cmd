"$ECIVET" compile --no-builtin -o /dev/null product-of-lists-made.vet

"$ECIVET" compile --no-builtin -o /dev/null product-of-lists-mixed.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-test-order.vet

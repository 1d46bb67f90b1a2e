"$ECIVET" compile --no-builtin -o /dev/null clause-order.vet

"$ECIVET" compile --no-builtin -o /dev/null optional-arithmetic.vet

"$ECIVET" compile --no-builtin -o /dev/null any-value-used.vet

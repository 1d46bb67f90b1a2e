"$ECIVET" compile --no-builtin -o /dev/null cyclic-definition.vet

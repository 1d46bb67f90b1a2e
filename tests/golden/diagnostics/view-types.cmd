"$ECIVET" compile --no-builtin -o /dev/null view-types.vet

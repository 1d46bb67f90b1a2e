"$ECIVET" compile --no-builtin -o /dev/null interval-field.vet

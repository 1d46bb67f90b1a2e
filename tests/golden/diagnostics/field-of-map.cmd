"$ECIVET" compile --no-builtin -o /dev/null field-of-map.vet

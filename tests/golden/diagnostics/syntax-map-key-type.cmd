"$ECIVET" compile --no-builtin -o /dev/null syntax-map-key-type.vet

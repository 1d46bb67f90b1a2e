"$ECIVET" compile --no-builtin -o /dev/null for-over-map.vet

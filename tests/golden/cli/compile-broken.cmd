"$ECIVET" compile --no-builtin -o /dev/null data/broken.vet

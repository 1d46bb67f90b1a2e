"$ECIVET" compile --no-builtin -o /dev/null empty-range.vet

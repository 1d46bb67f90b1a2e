"$ECIVET" compile --no-builtin -o /dev/null empty-list-elsewhere.vet

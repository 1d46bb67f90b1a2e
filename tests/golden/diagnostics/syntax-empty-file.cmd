"$ECIVET" compile --no-builtin -o /dev/null syntax-empty-file.vet

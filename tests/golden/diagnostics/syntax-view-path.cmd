"$ECIVET" compile --no-builtin -o /dev/null syntax-view-path.vet

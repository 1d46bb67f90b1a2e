"$ECIVET" compile --no-builtin -o /dev/null syntax-view-kind.vet

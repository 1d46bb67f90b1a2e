"$ECIVET" compile --no-builtin -o /dev/null syntax-element-list.vet

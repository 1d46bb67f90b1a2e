"$ECIVET" compile --no-builtin -o /dev/null param-of-list.vet

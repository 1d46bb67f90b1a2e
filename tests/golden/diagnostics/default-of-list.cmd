"$ECIVET" compile --no-builtin -o /dev/null default-of-list.vet

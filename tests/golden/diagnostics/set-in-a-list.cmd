"$ECIVET" compile --no-builtin -o /dev/null set-in-a-list.vet

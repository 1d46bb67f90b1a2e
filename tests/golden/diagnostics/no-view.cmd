"$ECIVET" compile --no-builtin -o /dev/null no-view.vet

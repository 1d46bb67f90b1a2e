"$ECIVET" compile --no-builtin -o /dev/null unknown-view.vet

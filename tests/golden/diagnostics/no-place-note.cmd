"$ECIVET" compile --no-builtin -o /dev/null no-place-note.vet

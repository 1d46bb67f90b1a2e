"$ECIVET" compile --no-builtin -o /dev/null set-too-large.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-id-with-dash.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-without-view.vet

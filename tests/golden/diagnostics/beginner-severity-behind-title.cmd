"$ECIVET" compile --no-builtin -o /dev/null beginner-severity-behind-title.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-where-behind-require.vet

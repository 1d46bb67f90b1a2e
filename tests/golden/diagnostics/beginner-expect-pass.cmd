"$ECIVET" compile --no-builtin -o /dev/null beginner-expect-pass.vet

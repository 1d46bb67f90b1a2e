"$ECIVET" compile --no-builtin -o /dev/null decode-in-key-join.vet

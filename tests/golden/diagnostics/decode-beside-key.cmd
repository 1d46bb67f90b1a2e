"$ECIVET" compile --no-builtin -o /dev/null decode-beside-key.vet

"$ECIVET" compile --no-builtin -o /dev/null decode-text-type.vet

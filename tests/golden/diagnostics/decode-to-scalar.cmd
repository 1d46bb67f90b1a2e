"$ECIVET" compile --no-builtin -o /dev/null decode-to-scalar.vet

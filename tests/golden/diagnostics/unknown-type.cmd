"$ECIVET" compile --no-builtin -o /dev/null unknown-type.vet

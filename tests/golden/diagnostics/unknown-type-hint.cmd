"$ECIVET" compile --no-builtin -o /dev/null unknown-type-hint.vet

"$ECIVET" compile --no-builtin -o /dev/null unknown-name-use-hint.vet

"$ECIVET" compile --no-builtin -o /dev/null unknown-name-once-only.vet

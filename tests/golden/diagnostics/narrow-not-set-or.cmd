"$ECIVET" compile --no-builtin -o /dev/null narrow-not-set-or.vet

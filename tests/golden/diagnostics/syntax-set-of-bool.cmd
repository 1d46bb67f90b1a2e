"$ECIVET" compile --no-builtin -o /dev/null syntax-set-of-bool.vet

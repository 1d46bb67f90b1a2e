"$ECIVET" compile --no-builtin -o /dev/null unknown-set-imported.vet

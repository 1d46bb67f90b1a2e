"$ECIVET" compile --no-builtin -o /dev/null import-absolute.vet

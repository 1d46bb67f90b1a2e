"$ECIVET" compile --no-builtin -o /dev/null import-not-found-suffix.vet

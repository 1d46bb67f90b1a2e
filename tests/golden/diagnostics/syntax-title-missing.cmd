"$ECIVET" compile --no-builtin -o /dev/null syntax-title-missing.vet

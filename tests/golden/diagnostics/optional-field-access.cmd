"$ECIVET" compile --no-builtin -o /dev/null optional-field-access.vet

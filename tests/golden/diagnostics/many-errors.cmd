"$ECIVET" compile --no-builtin -o /dev/null many-errors.vet

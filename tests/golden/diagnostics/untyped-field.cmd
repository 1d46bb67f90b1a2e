"$ECIVET" compile --no-builtin -o /dev/null untyped-field.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-inner-field.vet

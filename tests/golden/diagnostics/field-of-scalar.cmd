"$ECIVET" compile --no-builtin -o /dev/null field-of-scalar.vet

"$ECIVET" compile --no-builtin -o /dev/null unknown-field-nested.vet

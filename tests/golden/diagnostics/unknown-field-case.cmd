"$ECIVET" compile --no-builtin -o /dev/null unknown-field-case.vet

"$ECIVET" compile --no-builtin -o /dev/null unknown-field-no-cascade.vet

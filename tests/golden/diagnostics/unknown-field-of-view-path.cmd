"$ECIVET" compile --no-builtin -o /dev/null unknown-field-of-view-path.vet

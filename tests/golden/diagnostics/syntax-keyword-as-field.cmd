"$ECIVET" compile --no-builtin -o /dev/null syntax-keyword-as-field.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-recovers-in-fields.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-severity.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-let-without-name.vet

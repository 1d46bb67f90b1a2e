"$ECIVET" compile --no-builtin -o /dev/null condition-is-string.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-no-break-space.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-case-open.vet

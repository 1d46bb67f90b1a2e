"$ECIVET" compile --no-builtin -o /dev/null syntax-string-open.vet

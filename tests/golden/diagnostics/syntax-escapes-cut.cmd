"$ECIVET" compile --no-builtin -o /dev/null syntax-escapes-cut.vet

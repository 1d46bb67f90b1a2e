"$ECIVET" compile --no-builtin -o /dev/null syntax-bidi.vet

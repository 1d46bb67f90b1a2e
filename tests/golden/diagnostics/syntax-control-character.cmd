"$ECIVET" compile --no-builtin -o /dev/null syntax-control-character.vet

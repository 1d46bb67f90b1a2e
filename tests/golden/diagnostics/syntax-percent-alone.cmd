"$ECIVET" compile --no-builtin -o /dev/null syntax-percent-alone.vet

"$ECIVET" compile --no-builtin -o /dev/null index-type.vet

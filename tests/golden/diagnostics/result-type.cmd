"$ECIVET" compile --no-builtin -o /dev/null result-type.vet

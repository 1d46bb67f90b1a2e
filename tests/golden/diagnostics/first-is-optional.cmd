"$ECIVET" compile --no-builtin -o /dev/null first-is-optional.vet

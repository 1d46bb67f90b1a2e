"$ECIVET" compile --no-builtin -o /dev/null names-of-decode.vet

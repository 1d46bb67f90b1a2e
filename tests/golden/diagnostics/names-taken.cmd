"$ECIVET" compile --no-builtin -o /dev/null names-taken.vet

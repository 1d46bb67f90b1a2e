"$ECIVET" compile --no-builtin -o /dev/null always-absent.vet

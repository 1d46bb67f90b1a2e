"$ECIVET" compile --no-builtin -o /dev/null optional-absent.vet

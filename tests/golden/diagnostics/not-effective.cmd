"$ECIVET" compile --no-builtin -o /dev/null not-effective.vet

"$ECIVET" compile --no-builtin -o /dev/null broken-import.vet

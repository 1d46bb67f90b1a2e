"$ECIVET" compile --no-builtin -o /dev/null cyclic-import.vet

"$ECIVET" compile --no-builtin -o /dev/null not-in-enum-set.vet

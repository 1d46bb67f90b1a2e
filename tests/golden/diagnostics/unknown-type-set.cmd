"$ECIVET" compile --no-builtin -o /dev/null unknown-type-set.vet

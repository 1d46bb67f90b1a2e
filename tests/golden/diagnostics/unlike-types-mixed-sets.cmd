"$ECIVET" compile --no-builtin -o /dev/null unlike-types-mixed-sets.vet

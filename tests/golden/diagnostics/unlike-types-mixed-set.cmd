"$ECIVET" compile --no-builtin -o /dev/null unlike-types-mixed-set.vet

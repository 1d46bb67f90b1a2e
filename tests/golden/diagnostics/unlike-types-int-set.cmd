"$ECIVET" compile --no-builtin -o /dev/null unlike-types-int-set.vet

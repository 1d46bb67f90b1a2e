"$ECIVET" compile --no-builtin -o /dev/null unlike-types-string-set.vet

"$ECIVET" compile --no-builtin -o /dev/null unlike-types-if.vet

"$ECIVET" compile --no-builtin -o /dev/null unlike-types-list.vet

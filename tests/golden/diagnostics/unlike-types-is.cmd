"$ECIVET" compile --no-builtin -o /dev/null unlike-types-is.vet

"$ECIVET" compile --no-builtin -o /dev/null unlike-sets-of-params.vet

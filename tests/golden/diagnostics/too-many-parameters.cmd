"$ECIVET" compile --no-builtin -o /dev/null too-many-parameters.vet

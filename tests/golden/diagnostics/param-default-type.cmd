"$ECIVET" compile --no-builtin -o /dev/null param-default-type.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-param-without-default.vet

"$ECIVET" compile --no-builtin -o /dev/null beginner-param-without-type.vet

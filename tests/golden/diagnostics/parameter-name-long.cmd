"$ECIVET" compile --no-builtin -o /dev/null parameter-name-long.vet

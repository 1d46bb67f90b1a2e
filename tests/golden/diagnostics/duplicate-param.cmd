"$ECIVET" compile --no-builtin -o /dev/null duplicate-param.vet

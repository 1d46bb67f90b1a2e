"$ECIVET" compile --no-builtin -o /dev/null duplicate-parameter.vet

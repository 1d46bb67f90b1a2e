"$ECIVET" compile --no-builtin -o /dev/null optional-function-argument.vet

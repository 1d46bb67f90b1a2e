"$ECIVET" compile --no-builtin -o /dev/null optional-condition.vet

"$ECIVET" compile --no-builtin -o /dev/null argument-count-of-several.vet

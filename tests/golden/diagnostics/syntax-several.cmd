"$ECIVET" compile --no-builtin -o /dev/null syntax-several.vet

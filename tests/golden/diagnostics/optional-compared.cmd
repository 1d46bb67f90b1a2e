"$ECIVET" compile --no-builtin -o /dev/null optional-compared.vet

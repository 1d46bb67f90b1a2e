"$ECIVET" compile --no-builtin -o /dev/null optional-result.vet

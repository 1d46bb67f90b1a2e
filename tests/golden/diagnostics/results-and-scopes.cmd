"$ECIVET" compile --no-builtin -o /dev/null results-and-scopes.vet

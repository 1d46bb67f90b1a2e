"$ECIVET" compile --no-builtin -o /dev/null syntax-scope.vet

"$ECIVET" compile --no-builtin -o /dev/null view-in-scope.vet

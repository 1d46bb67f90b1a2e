"$ECIVET" compile --no-builtin -o /dev/null syntax-stray-brace.vet

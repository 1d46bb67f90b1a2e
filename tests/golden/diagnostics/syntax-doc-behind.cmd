"$ECIVET" compile --no-builtin -o /dev/null syntax-doc-behind.vet

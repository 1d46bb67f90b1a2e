"$ECIVET" compile --no-builtin -o /dev/null syntax-doc-belongs-to-nothing.vet

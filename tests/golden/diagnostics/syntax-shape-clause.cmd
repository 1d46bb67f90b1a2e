"$ECIVET" compile --no-builtin -o /dev/null syntax-shape-clause.vet

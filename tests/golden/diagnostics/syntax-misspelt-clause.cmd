"$ECIVET" compile --no-builtin -o /dev/null syntax-misspelt-clause.vet

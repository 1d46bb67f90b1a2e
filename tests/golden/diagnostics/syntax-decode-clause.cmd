"$ECIVET" compile --no-builtin -o /dev/null syntax-decode-clause.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-quantifier-without-colon.vet

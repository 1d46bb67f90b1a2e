"$ECIVET" compile --no-builtin -o /dev/null syntax-set-expression-operator.vet

"$ECIVET" compile --no-builtin -o /dev/null bad-pattern-escape.vet

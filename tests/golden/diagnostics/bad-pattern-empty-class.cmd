"$ECIVET" compile --no-builtin -o /dev/null bad-pattern-empty-class.vet

"$ECIVET" compile --no-builtin -o /dev/null dead-pattern-near.vet

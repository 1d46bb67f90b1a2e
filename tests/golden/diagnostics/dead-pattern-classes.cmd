"$ECIVET" compile --no-builtin -o /dev/null dead-pattern-classes.vet

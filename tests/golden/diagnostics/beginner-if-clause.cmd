"$ECIVET" compile --no-builtin -o /dev/null beginner-if-clause.vet

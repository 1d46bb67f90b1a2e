"$ECIVET" compile --no-builtin -o /dev/null syntax-assignment.vet

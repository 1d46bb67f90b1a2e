"$ECIVET" compile --no-builtin -o /dev/null beginner-for-each.vet

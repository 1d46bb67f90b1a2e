"$ECIVET" compile --no-builtin -o /dev/null untyped-list.vet

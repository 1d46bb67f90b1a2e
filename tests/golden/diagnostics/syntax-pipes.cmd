"$ECIVET" compile --no-builtin -o /dev/null syntax-pipes.vet

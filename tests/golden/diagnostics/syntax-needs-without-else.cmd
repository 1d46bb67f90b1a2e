"$ECIVET" compile --no-builtin -o /dev/null syntax-needs-without-else.vet

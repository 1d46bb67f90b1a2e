"$ECIVET" compile --no-builtin -o /dev/null syntax-if-without-else.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-decode-without-else.vet

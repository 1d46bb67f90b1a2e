"$ECIVET" compile --no-builtin -o /dev/null syntax-test-without-given.vet

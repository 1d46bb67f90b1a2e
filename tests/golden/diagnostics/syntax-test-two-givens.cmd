"$ECIVET" compile --no-builtin -o /dev/null syntax-test-two-givens.vet

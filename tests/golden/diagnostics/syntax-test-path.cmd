"$ECIVET" compile --no-builtin -o /dev/null syntax-test-path.vet

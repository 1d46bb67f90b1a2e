"$ECIVET" compile --no-builtin -o /dev/null type-mismatch-param-in-test.vet

"$ECIVET" compile --no-builtin -o /dev/null unknown-param-in-test.vet

"$ECIVET" compile --no-builtin -o /dev/null no-demand-test.vet

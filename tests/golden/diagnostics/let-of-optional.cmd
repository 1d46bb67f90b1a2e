"$ECIVET" compile --no-builtin -o /dev/null let-of-optional.vet

"$ECIVET" compile --no-builtin -o /dev/null lookup-is-optional.vet

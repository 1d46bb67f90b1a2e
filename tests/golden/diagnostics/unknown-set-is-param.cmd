"$ECIVET" compile --no-builtin -o /dev/null unknown-set-is-param.vet

"$ECIVET" compile --no-builtin -o /dev/null set-as-value.vet

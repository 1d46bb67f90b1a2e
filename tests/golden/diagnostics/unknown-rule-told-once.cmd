"$ECIVET" compile --no-builtin -o /dev/null unknown-rule-told-once.vet

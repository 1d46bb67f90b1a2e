"$ECIVET" compile --no-builtin -o /dev/null unknown-rule-in-expect-far.vet

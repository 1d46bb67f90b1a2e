"$ECIVET" compile --no-builtin -o /dev/null bad-pattern-version.vet

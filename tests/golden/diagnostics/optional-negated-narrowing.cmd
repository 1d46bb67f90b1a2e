"$ECIVET" compile --no-builtin -o /dev/null optional-negated-narrowing.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-negated-is.vet

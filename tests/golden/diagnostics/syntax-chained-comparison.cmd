"$ECIVET" compile --no-builtin -o /dev/null syntax-chained-comparison.vet

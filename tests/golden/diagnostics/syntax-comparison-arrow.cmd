"$ECIVET" compile --no-builtin -o /dev/null syntax-comparison-arrow.vet

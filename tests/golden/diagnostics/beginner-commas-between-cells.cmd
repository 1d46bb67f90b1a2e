"$ECIVET" compile --no-builtin -o /dev/null beginner-commas-between-cells.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-recovers-in-rows.vet

"$ECIVET" compile --no-builtin -o /dev/null never-absent-needs.vet

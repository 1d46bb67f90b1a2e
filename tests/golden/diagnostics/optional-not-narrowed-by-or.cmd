"$ECIVET" compile --no-builtin -o /dev/null optional-not-narrowed-by-or.vet

"$ECIVET" compile --no-builtin -o /dev/null absence-not-stated.vet

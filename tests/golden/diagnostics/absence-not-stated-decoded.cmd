"$ECIVET" compile --no-builtin -o /dev/null absence-not-stated-decoded.vet

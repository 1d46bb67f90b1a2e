"$ECIVET" compile --no-builtin -o /dev/null clause-beside-case.vet

"$ECIVET" compile --no-builtin -o /dev/null scope-not-bool.vet

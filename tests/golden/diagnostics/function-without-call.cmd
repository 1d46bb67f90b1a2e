"$ECIVET" compile --no-builtin -o /dev/null function-without-call.vet

"$ECIVET" compile --no-builtin -o /dev/null pairs-unlike.vet

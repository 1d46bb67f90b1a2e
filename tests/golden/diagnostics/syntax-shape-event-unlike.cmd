"$ECIVET" compile --no-builtin -o /dev/null syntax-shape-event-unlike.vet

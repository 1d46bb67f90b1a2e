"$ECIVET" compile --no-builtin -o /dev/null in-record.vet

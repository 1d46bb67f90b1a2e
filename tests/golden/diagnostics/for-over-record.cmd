"$ECIVET" compile --no-builtin -o /dev/null for-over-record.vet

"$ECIVET" compile --no-builtin -o /dev/null view-of-unknown-record.vet

"$ECIVET" compile --no-builtin -o /dev/null syntax-record-type-bad.vet

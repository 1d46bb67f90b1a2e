"$ECIVET" compile --no-builtin -o /dev/null recursive-record-two.vet

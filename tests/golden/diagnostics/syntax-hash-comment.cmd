"$ECIVET" compile --no-builtin -o /dev/null syntax-hash-comment.vet

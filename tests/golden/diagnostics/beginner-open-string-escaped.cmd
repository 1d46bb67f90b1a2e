"$ECIVET" compile --no-builtin -o /dev/null beginner-open-string-escaped.vet

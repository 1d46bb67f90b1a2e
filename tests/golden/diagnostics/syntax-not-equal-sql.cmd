"$ECIVET" compile --no-builtin -o /dev/null syntax-not-equal-sql.vet

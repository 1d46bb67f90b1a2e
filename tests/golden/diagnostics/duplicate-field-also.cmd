"$ECIVET" compile --no-builtin -o /dev/null duplicate-field-also.vet

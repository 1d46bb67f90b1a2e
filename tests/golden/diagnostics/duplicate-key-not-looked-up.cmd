"$ECIVET" compile --no-builtin -o /dev/null duplicate-key-not-looked-up.vet

"$ECIVET" compile --no-builtin -o /dev/null optional-used-after-broken-condition.vet

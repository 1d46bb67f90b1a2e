"$ECIVET" check --no-builtin --rules messages.vet --format ndjson messages.yaml
"$ECIVET" check --no-builtin --rules messages.vet messages.yaml

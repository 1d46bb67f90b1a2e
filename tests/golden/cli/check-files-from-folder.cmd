"$ECIVET" check --no-builtin --rules data/team.vet --format ndjson --files-from data/tree data/tree/good.yaml

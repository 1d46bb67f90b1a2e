"$ECIVET" check --no-builtin --rules data/team.vet data/tree/sub data/tree/good.yaml data/tree/bad.yaml --format ndjson

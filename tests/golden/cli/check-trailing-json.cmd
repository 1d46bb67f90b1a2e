"$ECIVET" check --no-builtin --rules data/team.vet --format ndjson data/odd/trailing.yaml

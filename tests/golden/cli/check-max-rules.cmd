"$ECIVET" check --no-builtin --rules data/team.vet --max-rules 1 data/tree/bad.yaml

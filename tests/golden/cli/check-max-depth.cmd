"$ECIVET" check --no-builtin --rules data/team.vet --max-depth 3 data/tree/bad.yaml

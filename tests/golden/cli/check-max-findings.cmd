"$ECIVET" check --no-builtin --rules data/team.vet --max-findings 1 data/tree/bad.yaml

"$ECIVET" check --no-builtin --rules data/team.vet --quiet data/tree/good.yaml

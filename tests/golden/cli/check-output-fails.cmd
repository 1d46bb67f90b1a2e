"$ECIVET" check --no-builtin --rules data/team.vet --output data/nowhere/report data/tree/good.yaml

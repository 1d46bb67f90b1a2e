"$ECIVET" check --no-builtin --rules data/team.vet --scope team data/tree/good.yaml

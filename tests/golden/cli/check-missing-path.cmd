"$ECIVET" check --no-builtin --rules data/team.vet data/nowhere.yaml data/tree/good.yaml

NO_COLOR=1 "$ECIVET" check --no-builtin --rules data/team.vet data/tree/good.yaml

"$ECIVET" check --no-builtin --rules data/team.vet --rules ./data/team.vet data/tree/good.yaml

"$ECIVET" check --no-builtin --rules data/team.vet data/tree/good.yaml data/tree ./data/tree/good.yaml data/../data/tree/bad.yaml --quiet

"$ECIVET" check --no-builtin --rules - data/tree/good.yaml <data/team.vet

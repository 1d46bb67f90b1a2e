"$ECIVET" check --no-builtin --rules data/team.vet --param floatin=x data/tree/bad.yaml

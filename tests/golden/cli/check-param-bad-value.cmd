"$ECIVET" check --no-builtin --rules data/team.vet --param 'floating=[a' data/tree/bad.yaml

"$ECIVET" check --no-builtin --rules data/team.vet --color always data/tree/bad.yaml

"$ECIVET" check --no-builtin --rules data/team.vet -j 4 data/tree/good.yaml

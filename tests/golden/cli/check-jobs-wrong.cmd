"$ECIVET" check --no-builtin --rules data/team.vet -j 0 data/tree/good.yaml

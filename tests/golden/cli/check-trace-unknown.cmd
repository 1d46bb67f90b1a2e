"$ECIVET" check --no-builtin --rules data/team.vet --trace TEAM9 data/tree/good.yaml

"$ECIVET" check --no-builtin --rules data/team.vet --trace TEAM003 data/tree/good.yaml

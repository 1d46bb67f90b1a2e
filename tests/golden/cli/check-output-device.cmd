"$ECIVET" check --no-builtin --rules data/team.vet --output /dev/null data/tree/good.yaml

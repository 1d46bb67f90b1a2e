"$ECIVET" check --no-builtin --rules data/team.vet --max-file-size 100 data/tree/bad.yaml data/tree/good.yaml

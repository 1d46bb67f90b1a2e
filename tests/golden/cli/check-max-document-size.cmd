"$ECIVET" check --no-builtin --rules data/team.vet --max-document-size 120 data/tree/bad.yaml data/tree/good.yaml

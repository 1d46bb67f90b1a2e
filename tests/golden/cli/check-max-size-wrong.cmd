"$ECIVET" check --no-builtin --rules data/team.vet --max-document-size 1.5 data/tree/bad.yaml

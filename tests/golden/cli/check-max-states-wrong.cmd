"$ECIVET" check --no-builtin --rules data/team.vet --max-states 20001 data/tree/bad.yaml

"$ECIVET" check --no-builtin --rules data/team.vet --max-steps 5 data/tree/bad.yaml

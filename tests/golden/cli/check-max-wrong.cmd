"$ECIVET" check --no-builtin --rules data/team.vet --max-steps many data/tree/bad.yaml

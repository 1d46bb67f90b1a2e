"$ECIVET" check --no-builtin --rules data/team.vet data/odd/trailing.yaml

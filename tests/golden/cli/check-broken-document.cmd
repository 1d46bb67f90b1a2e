"$ECIVET" check --no-builtin --rules data/team.vet data/odd/broken.yaml

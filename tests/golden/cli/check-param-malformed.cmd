"$ECIVET" check --no-builtin --rules data/team.vet --param floating data/tree/bad.yaml

"$ECIVET" check --no-builtin --rules data/team.vet --files-from nowhere data/tree/good.yaml

"$ECIVET" check --no-builtin --rules data/team.vet --max-alias-nodes 1 data/tree/list.yaml

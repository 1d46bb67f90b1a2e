"$ECIVET" check --no-builtin --rules data/team.vet --format jsn data/tree

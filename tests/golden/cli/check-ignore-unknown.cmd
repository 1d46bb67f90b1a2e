"$ECIVET" check --no-builtin --rules data/team.vet --ignore WHATEVER data/tree

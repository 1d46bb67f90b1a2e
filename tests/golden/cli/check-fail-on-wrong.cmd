"$ECIVET" check --no-builtin --rules data/team.vet --fail-on eror data/tree

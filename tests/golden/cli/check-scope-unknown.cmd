"$ECIVET" check --no-builtin --rules data/team.vet --scope blue data/tree

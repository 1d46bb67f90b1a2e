"$ECIVET" check --no-builtin --rules data/team.vet ''

"$ECIVET" check --no-builtin --rules data/team.vet --format json data/tree data/odd

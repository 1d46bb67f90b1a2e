"$ECIVET" rules --no-builtin --rules data/team.vet --format json

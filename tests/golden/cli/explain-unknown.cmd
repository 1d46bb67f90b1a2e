"$ECIVET" explain --no-builtin --rules data/team.vet TEAM00

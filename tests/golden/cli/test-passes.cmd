"$ECIVET" test data/team.vet

"$ECIVET" compile data/team.vet

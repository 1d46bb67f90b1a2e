"$ECIVET" lint --cost data/team.vet

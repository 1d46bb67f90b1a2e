"$ECIVET" fmt --check data/team.vet data/unformatted.vet

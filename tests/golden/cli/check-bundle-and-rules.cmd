"$ECIVET" check --rules a.vetc --rules data/team.vet data/tree

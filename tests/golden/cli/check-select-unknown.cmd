"$ECIVET" check --no-builtin --rules data/team.vet --select TEAM01 data/tree

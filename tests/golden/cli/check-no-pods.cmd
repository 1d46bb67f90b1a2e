"$ECIVET" check --no-builtin --rules data/team.vet data/tree/sub/ignored.txt

"$ECIVET" check --no-builtin --rules data/team.vet --require-pods data/tree/sub/ignored.txt

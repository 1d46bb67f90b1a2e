"$ECIVET" check --no-builtin --rules data/team.vet --param floating=nginx:* --param 'floating=web:*' data/tree/bad.yaml --quiet

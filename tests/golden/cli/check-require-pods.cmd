"$ECIVET" check --no-builtin --rules data/team.vet --require-pods data/broken.vet

"$ECIVET" check --no-builtin --rules data/broken.vet data/tree

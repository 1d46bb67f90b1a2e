"$ECIVET" check --no-builtin --rules data/nowhere.vet data/tree

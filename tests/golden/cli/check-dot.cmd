cd data/tree && "$ECIVET" check --no-builtin --rules ../team.vet .

"$ECIVET" check --no-builtin --rules data/team.vet --fail-on never --fail-on-unknown data/tree --quiet

"$ECIVET" check --no-builtin --rules data/team.vet --files-from - - </dev/null

"$ECIVET" check --no-builtin --rules data/team.vet --select TEAM002 --fail-on warning data/tree --quiet; echo $?; "$ECIVET" check --no-builtin --rules data/team.vet --select TEAM002 data/tree --quiet

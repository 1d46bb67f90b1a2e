"$ECIVET" check --no-builtin --rules data/team.vet --select TEAM002 --fail-on warning --fail-on-unknown --param 'floating=*' data/tree --quiet

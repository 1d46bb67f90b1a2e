"$ECIVET" check --no-builtin --rules data/team.vet --select TEAM003,TEAM002 --select TEAM100 data/tree --format ndjson

"$ECIVET" check --no-builtin --rules data/team.vet --ignore 'TEAM001, TEAM002' data/tree --format ndjson

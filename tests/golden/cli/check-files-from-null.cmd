printf 'data/tree/good.yaml\0data/tree/list.yaml\0' | "$ECIVET" check --no-builtin --rules data/team.vet --files-from=- --null --format ndjson

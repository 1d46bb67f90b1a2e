printf 'data/tree/good.yaml\r\n\ndata/tree/sub\n' | "$ECIVET" check --no-builtin --rules data/team.vet --files-from - --format ndjson

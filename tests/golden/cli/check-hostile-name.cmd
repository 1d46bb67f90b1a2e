work=$(mktemp -d) && trap "rm -rf $work" EXIT && rules=$PWD/data/team.vet && cp data/odd/hostile.yaml $work/$'\e[31m\xff\nx.yaml' && cd $work
"$ECIVET" check --no-builtin --rules $rules . ; "$ECIVET" check --no-builtin --rules $rules --format ndjson .

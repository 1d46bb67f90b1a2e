work=$(mktemp -d) && trap "rm -rf $work" EXIT && rules=$PWD/data/team.vet && cp data/hostile/command.yaml "$work/::error::##vso[x]y.yaml" && cd $work
for format in text json ndjson; do "$ECIVET" check --no-builtin --rules $rules --format $format .; done

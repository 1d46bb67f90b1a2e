work=$(mktemp -d) && trap "rm -rf $work" EXIT && "$ECIVET" compile --no-builtin -o $work/team.vetc data/team.vet && "$ECIVET" check --rules $work/team.vetc data/tree/bad.yaml --quiet

work=$(mktemp -d) && trap "rm -rf $work" EXIT && cp -r data/* $work && cd $work && "$ECIVET" compile --no-builtin -o team.vetc team.vet && "$ECIVET" check --rules team.vetc tree/bad.yaml --quiet

work=$(mktemp -d) && trap "rm -rf $work" EXIT && rules=$PWD/data/team.vet && cp data/tree/good.yaml $work/real.yaml && cd $work
ln -s real.yaml link.yaml; ln -s . loop; mkfifo pipe.yaml; ln real.yaml hard.yaml; mkdir folder.yaml; cp real.yaml folder.yaml/in.Json; ln -s folder.yaml out
"$ECIVET" check --no-builtin --rules $rules . ; echo $?; "$ECIVET" check --no-builtin --rules $rules link.yaml out

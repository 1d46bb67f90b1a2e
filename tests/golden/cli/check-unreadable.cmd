work=$(mktemp -d) && trap "rm -rf $work" EXIT && mkdir $work/a && ln -s loop $work/loop && "$ECIVET" check --no-builtin --rules data/team.vet $work/loop | sed "s|$work|WORK|"; exit ${PIPESTATUS[0]}

work=$(mktemp -d) && trap "rm -rf $work" EXIT && cd $work && printf "VETCxxxxxxxx" >bad.vetc && "$ECIVET" check --rules bad.vetc .

"$ECIVET" check --fromat json data/tree

"$ECIVET" check --max 3 data/tree

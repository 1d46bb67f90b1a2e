"$ECIVET" check -x data/tree

"$ECIVET" check --quiet=yes data/tree

"$ECIVET" check data/tree --format

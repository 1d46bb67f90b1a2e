"$ECIVET" lint

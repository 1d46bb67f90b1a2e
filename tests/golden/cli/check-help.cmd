"$ECIVET" check --help

"$ECIVET" --help

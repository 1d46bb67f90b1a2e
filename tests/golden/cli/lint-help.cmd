"$ECIVET" lint --help

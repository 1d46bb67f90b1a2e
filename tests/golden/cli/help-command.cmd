"$ECIVET" help fmt

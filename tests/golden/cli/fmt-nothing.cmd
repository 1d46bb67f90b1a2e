"$ECIVET" fmt

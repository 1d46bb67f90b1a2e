"$ECIVET" explain

"$ECIVET" chek

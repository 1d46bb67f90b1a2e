"$ECIVET" --vers | head -c 7 && echo && "$ECIVET" --he | head -n 1

"$ECIVET" --help >/dev/full

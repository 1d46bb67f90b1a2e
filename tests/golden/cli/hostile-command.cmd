"$ECIVET" "$(printf "\\033[2J")"

printf "rule {" | "$ECIVET" fmt -

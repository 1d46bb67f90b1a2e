"$ECIVET" --version | sed "s/rules [0-9a-f]*/rules DIGEST/"

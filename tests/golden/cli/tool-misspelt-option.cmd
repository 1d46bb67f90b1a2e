"$ECIVET" --verison

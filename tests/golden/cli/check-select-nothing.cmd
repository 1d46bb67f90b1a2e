# An empty variable must not turn all findings off.
"$ECIVET" check --select "" data/tree

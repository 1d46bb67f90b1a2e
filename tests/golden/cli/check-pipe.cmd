"$ECIVET" check --no-builtin --rules data/team.vet <(cat data/tree/good.yaml) | sed 's|/dev/fd/[0-9]*|PIPE|'; exit ${PIPESTATUS[0]}

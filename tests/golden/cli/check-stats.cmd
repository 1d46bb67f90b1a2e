"$ECIVET" check --no-builtin --rules data/team.vet --stats data/tree/good.yaml 2>&1 | sed -E 's/[0-9.]+ s, [0-9.]+ MB/T s, R MB/'

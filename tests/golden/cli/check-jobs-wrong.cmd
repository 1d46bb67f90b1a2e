for jobs in 0 1Ki 1e1 -1 2x; do
  echo "== $jobs"
  "$ECIVET" check --no-builtin --rules data/team.vet -j "$jobs" data/tree/bad.yaml
done

for option in "" --strict-syntax --no-skip; do
  echo "== $option"
  "$ECIVET" check $option --format ndjson data/skip/ruled-out.yaml
done

# Where the report can no longer be written, no more is read: this input does not come to an end.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
mkfifo "$folder/pipe"
exec 3<>"$folder/pipe"
documents() {
  while printf -- '---\n' && cat data/tree/bad.yaml; do :; done
}
documents >&3 &
timeout 60 "$ECIVET" check --no-builtin --rules data/team.vet --max-findings 1000000 --format ndjson - <"$folder/pipe" 3>&- >/dev/full
echo "exit $?"
kill $!
wait $! 2>/dev/null || true

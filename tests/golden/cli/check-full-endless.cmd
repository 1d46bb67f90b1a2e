# Where the report can no longer be written, no more is read: this input does not come to an end.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
for _ in {1..200}; do printf -- '---\n' && cat data/tree/bad.yaml; done >"$folder/some"
for _ in {1..200}; do cat "$folder/some"; done >"$folder/documents"
mkfifo "$folder/pipe"
exec 3<>"$folder/pipe"
cat "$folder/documents" >&3 &
timeout 60 "$ECIVET" check --no-builtin --rules data/team.vet --max-findings 1000000 --format ndjson - <"$folder/pipe" 3>&- >/dev/full
echo "exit $?"
kill $!
wait $! 2>/dev/null || true

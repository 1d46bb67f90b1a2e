# The report is the same inside and outside; what the kernel has is not known here.
for when in auto off; do
  "$ECIVET" check --sandbox=$when --no-builtin --rules data/team.vet --format ndjson data/tree | sha256sum
done | sort -u | wc -l
# A file is put in place of another from within.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
echo old >"$folder/report"
"$ECIVET" check --quiet --output "$folder/report" --format json ../../../examples/clean && ls "$folder" && grep -c '"summary"' "$folder/report"
"$ECIVET" check --sandbox=maybe data/tree

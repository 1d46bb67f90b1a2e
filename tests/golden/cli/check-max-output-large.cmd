# A large file comes in parts: those that fit are shown, the same ones for any number of jobs.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder" || exit
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "---\napiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n%1000s\n", "" }' >a.yaml
cp a.yaml b.yaml
for format in text json ndjson; do
  for jobs in 1 2; do
    "$ECIVET" check -j $jobs --format $format --max-findings 100000 --max-output 1500000 a.yaml b.yaml >$jobs 2>error
    echo "$format, $jobs jobs: status $?"
    cat error
  done
  cmp 1 2
  records=$(grep -c 'host\.privileged\|privileged: true\|"rule"' 1)
  [ "$records" -gt 1000 ] && [ "$(wc -c <1)" -lt 1501000 ] && echo "cut, not empty"
  tail -n 1 1
done

# At the limit, and one byte below: the file that does not fit is left out, with all behind it, and counted.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder" || exit
pod='{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, securityContext: {privileged: true}}]}}'
for name in a b c; do echo "$pod" >$name.yaml; done
all=$("$ECIVET" check --format ndjson a.yaml b.yaml c.yaml | grep -c '')
size=$("$ECIVET" check --format ndjson a.yaml b.yaml c.yaml | grep '"finding"' | wc -c)
echo "$all records"
"$ECIVET" check --format ndjson --max-output "$size" a.yaml b.yaml c.yaml | grep -c ''
"$ECIVET" check --format ndjson --max-output $((size - 1)) a.yaml b.yaml c.yaml 2>/dev/null | grep -o '"file": "[^"]*"\|"summary.*'
"$ECIVET" check --format json --max-output 1 a.yaml b.yaml c.yaml 2>/dev/null
"$ECIVET" check --max-output 1 a.yaml b.yaml c.yaml

# At the limit, and one beyond: then one error says so, the others are counted, and what stands behind them is vetted.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder" || exit
printf '%s\n' 'a: [1' --- '{{ template }}' --- '{{ template }}' --- 'a: 1: 2' --- >many.yaml
container='{name: a, securityContext: {privileged: true}}'
echo "{apiVersion: v1, kind: Pod, spec: {containers: [$container, $container]}}" >>many.yaml
for most in 4 3 1; do
  "$ECIVET" check --max-errors $most --format ndjson many.yaml | grep -o '"type": "[^f].*\|"rule": "[^"]*"'
done
"$ECIVET" check --max-errors 1 --select ECI102 many.yaml
# Status 3 also where documents are only skipped.
printf '%s\n' '{{ a }}' --- '{{ b }}' >templates.yaml
for most in 1 2; do
  "$ECIVET" check --max-errors $most templates.yaml
  echo "exit $?"
done
# That findings are cut is said in any case.
"$ECIVET" check --max-errors 1 --max-findings 1 --format ndjson many.yaml | grep -o '"code": "[^"]*"'

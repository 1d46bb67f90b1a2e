# Rules full of commands to CI services: no output of any command obeys them.
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cp data/hostile/rules.vet "$work/##[error]x.vet" && cd "$work" || exit
printf 'apiVersion: v1\nkind: Pod\nnote: "##[x]*"\n' >'##vso[pod].yaml'
"$ECIVET" compile --no-builtin -o '##[b].vetc' . 2>/dev/null
hold() { # COMMAND...
  "$ECIVET" "$@" >seen 2>&1
  status=$?
  if grep -q '##\[\|##vso\[\|^ *::' seen; then
    echo "$*: obeyed"
    cat seen
  else
    echo "$*: exit $status, $(grep -c 'x23#\|u0023#' seen) lines with a command made harmless"
  fi
}
for format in text json; do
  hold rules --no-builtin --rules . --format $format
  hold rules --rules '##[b].vetc' --format $format
done
hold lint --cost .
hold test .
hold explain --rules . H001
hold disasm .
hold fmt --check .
hold check --no-builtin --rules . --trace H001 --profile-rules --stats .
for format in text json ndjson; do hold check --rules '##[b].vetc' --format $format .; done
"$ECIVET" rules --no-builtin --rules . --format json 2>/dev/null

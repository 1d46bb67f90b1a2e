# On a terminal a line tells how far it has come: how many files were found, here while a list of more of them is waited for,
# and what was read of a pipe, whose size is not known. It is waited for until it is seen; then the pipe is closed. Of the pipe more
# is given all the while: the line changes with what is read.
# needs: script --quiet --return --command true /dev/null
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
for name in a b c; do cp data/tree/good.yaml "$folder/$name.yaml"; done
cd "$folder" || exit
printf '%s\n' a.yaml b.yaml c.yaml >list
mkfifo pipe

watch() { # PATTERN OPERAND...
  local pattern=$1
  shift
  script --quiet --return --flush --command "\"$ECIVET\" check -j 1 --output report $*" seen >/dev/null &
  exec 3>pipe
  [ -z "$pods" ] || for ((i = 0; i < 2000; i++)); do echo "$pods"; done >&3
  until shown=$(grep -aoE "$pattern" seen 2>/dev/null); do
    [ -z "$pods" ] || echo "$pods" >&3
    sleep 0.05
  done
  echo "$shown" | head -n 1 # what was shown again in its place is the same line of a file
  exec 3>&-
  wait $!
  echo "exit $?"
  tail -n 1 report
}

pods=
watch 'walking: [0-9]+ files' --files-from list --files-from pipe
pods=$(printf -- '---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n# %01000d' 0)
watch '0 of 1 files, [1-9][0-9]+ documents, 0 findings, [1-9]\.[0-9] MB' pipe |
  sed -E 's/[1-9][0-9]+ documents, 0 findings, [1-9]\.[0-9] MB/N documents, 0 findings, N MB/; s/[0-9]+ documents, [0-9]+ pods/N documents, N pods/'

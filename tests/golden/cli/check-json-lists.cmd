# Errors and skipped documents wait in temporary files that leave no trace; without a folder for them, and where
# they take no more, the report is the same.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder" || exit
mkdir temporary
for ((i = 0; i < 400; i++)); do printf '%s\n' 'a: [1' --- '{{ template }}' ---; done >many.yaml
report() { # FOLDER: for temporary files
  TMPDIR=$1 "$ECIVET" check --format json many.yaml
  echo "exit $?"
}
report temporary >usual
report "$folder/nowhere" >without
(
  ulimit -f 8
  report temporary
) | cat >full
grep '"summary"' usual
tail -n 1 usual
cmp usual without && cmp usual full && ls -A temporary

# A pipe whose writer falls silent holds the run up. The signal ends it all the same: files that are complete keep their
# findings, so do the documents of the pipe that are whole, what was not begun is counted, and the signal takes its course.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cp data/tree/bad.yaml "$folder/a.yaml"
cp data/tree/bad.yaml "$folder/c.yaml"
mkfifo "$folder/b.yaml"
document='apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n'

# Returns when all but what a pipe holds (64 KiB) has been read: a document and a half.
write_some() {
  printf "$document---\n$document" whole half
  printf '# %0200000d\n' 0
}

for format in text json; do
  (cd "$folder" && exec "$ECIVET" check --format $format -j 1 a.yaml b.yaml c.yaml) &
  exec 3>"$folder/b.yaml" # opens when the other end is open
  write_some >&3
  kill -TERM $!
  wait $!
  echo "exit $?"
  exec 3>&-
done

echo "== standard input"
(exec env --default-signal=INT "$ECIVET" check --format json - <"$folder/b.yaml") &
exec 3>"$folder/b.yaml"
write_some >&3
kill -INT $!
wait $!
echo "exit $?"
exec 3>&-

# The first input is a pipe that holds the run up, so that the signal comes in the midst of it: what was begun is
# finished and reported, the rest is counted as left, and the signal takes its course.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cp data/tree/bad.yaml "$folder/b.yaml"
mkfifo "$folder/a.yaml"
for format in text json; do
  (cd "$folder" && exec "$ECIVET" check --format $format -j 1 a.yaml b.yaml) &
  exec 3>"$folder/a.yaml" # opens when the other end is open
  kill -TERM $!
  printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n' >&3
  exec 3>&-
  wait $!
  echo "exit $?"
done

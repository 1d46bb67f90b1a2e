# A pipe that nobody opens for writing, as a manifest and as a list of files: the signal ends the wait.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cp data/tree/bad.yaml "$folder/a.yaml"
mkfifo "$folder/pipe"

# The sandbox looks at each path; without it, who has the pipe open reads it.
interrupt() { # ARGUMENT...
  (cd "$folder" && exec "$ECIVET" check --sandbox=off -j 1 "$@") &
  until [ -n "$(find "/proc/$!/fd" -lname "$folder/pipe" 2>/dev/null)" ]; do sleep 0.01; done
  kill -TERM $!
  wait $!
  echo "exit $?"
}

interrupt a.yaml pipe
for format in text json ndjson; do interrupt --format $format --files-from pipe a.yaml; done

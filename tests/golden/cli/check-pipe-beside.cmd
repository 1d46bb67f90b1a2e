# A pipe that nobody writes to does not keep a file behind it waiting, where there is a thread for it: the file's device is
# a pipe, too, whose writer comes to its end.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
mkfifo "$folder/silent" "$folder/told"
(cd "$folder" && exec "$ECIVET" check --sandbox=off -j 2 silent told) &
cat data/tree/bad.yaml >"$folder/told" # done when it was read
exec 3>"$folder/silent"
exec 3>&-
wait $!
echo "exit $?"

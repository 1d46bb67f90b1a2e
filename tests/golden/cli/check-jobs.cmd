# The same bytes whatever the number of threads.
for format in text json ndjson; do
  for jobs in 1 2 3 16; do
    "$ECIVET" check --format $format -j $jobs ../../../examples | sha256sum
  done | sort -u | wc -l
done

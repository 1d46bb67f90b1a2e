folder=$(mktemp -d) && cd "$folder" || exit 2
awk 'BEGIN {
  for (i = 1; i <= 257; i++) {
    printf "use \"u%d.vet\"\n", i > "many.vet"
    if (i <= 256) printf "use \"u%d.vet\"\n", i > "most.vet"
    printf "set s%d = { \"%d\" }\n", i, i > ("u" i ".vet")
  }
}'
head -n 2 many.vet >two.vet
"$ECIVET" compile --no-builtin --max-imports 2 -o /dev/null two.vet
echo "two of 2: $?"
"$ECIVET" compile --no-builtin --max-imports 1 -o /dev/null two.vet
echo "two of 1: $?"
"$ECIVET" compile --no-builtin -o /dev/null most.vet
echo "256: $?"
"$ECIVET" compile --no-builtin -o /dev/null many.vet
echo "257: $?"
rm -r "$folder"

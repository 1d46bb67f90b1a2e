# What is wrong with the form of a document counts as any other finding: text behind its end, and keys given twice.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder" || exit
seen() { "$ECIVET" check --format ndjson "$@"; echo "status $?"; }
awk 'BEGIN { for (i = 0; i < 20; i++) printf "1\n...\nx\n---\n" }' >behind.yaml
seen --max-findings 20 behind.yaml | tail -n 2 | cut -c 1-150
seen --max-findings 19 behind.yaml | tail -n 3 | cut -c 1-150
awk 'BEGIN { printf "apiVersion: v1\nkind: Pod\nspec: {}\nmetadata:\n  labels:\n"; for (i = 0; i < 10050; i++) printf "    k%d: a\n    k%d: b\n", i, i }' >twice.yaml
seen twice.yaml | tail -n 3 | cut -c 1-150
seen --max-findings 20000 twice.yaml | tail -n 2 | cut -c 1-150

"$ECIVET" check data/notes.yaml
"$ECIVET" check --format ndjson data/notes.yaml | grep -o '"help": "[^"]*"' | sort | uniq -c

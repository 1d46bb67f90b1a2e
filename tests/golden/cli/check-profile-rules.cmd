# Each rule that ran, the costliest first; here by id, since times differ.
"$ECIVET" check --no-builtin --rules data/team.vet --profile-rules --format ndjson data/tree 2>&1 >/dev/null |
  sed -E 's/ +[0-9]+ +[0-9.]+ ms$/ N T ms/' | sort

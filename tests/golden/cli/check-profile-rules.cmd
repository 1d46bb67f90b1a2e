# Each rule that ran, and what is done for all of them, the costliest first; here by name, since times differ.
"$ECIVET" check --no-builtin --rules data/team.vet --profile-rules --format ndjson data/tree 2>&1 >/dev/null |
  sed -E 's/ +[0-9]+ +[0-9.]+ ms$/ N T ms/' | sort

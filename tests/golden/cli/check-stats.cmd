"$ECIVET" check --no-builtin --rules data/team.vet --stats -j 2 data/tree/good.yaml 2>&1 |
  sed -E 's/[0-9.]+ s with/T s with/; s/[0-9.]+ MB/R MB/; s/[0-9.]+ MiB/M MiB/; s/ +[0-9.]+ ms +M MiB$/ T ms M MiB/; s/ +[0-9.]+ ms$/ T ms/; s/(sandbox) .*/\1 S/'

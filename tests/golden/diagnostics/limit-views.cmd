{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { for (i = 0; i < 9; i++) printf "view v%d: R { R \"v1\" X at . }\n", i; print "rule R error \"many views\" {"; for (i = 0; i < 9; i++) print "  forbid v" i ".i is 1"; print "}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "rule R error \"many clauses\" {"; for (i = 0; i < 1001; i++) print "  where v.i is " i; print "  forbid v.i is 1\n}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "rule R error \"many loops\" {"; for (i = 0; i < 33; i++) print "  for a" i " in v.l"; print "  forbid a0.j is 1\n}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

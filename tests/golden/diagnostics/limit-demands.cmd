{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "rule R error \"many demands\" {"; for (i = 0; i < 33; i++) print "  forbid v.i is " i; print "}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

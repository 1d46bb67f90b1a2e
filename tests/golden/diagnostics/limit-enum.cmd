{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "record Q open { e: one of {"; for (i = 0; i < 1001; i++) print "  \"w" i "\""; print "}? }" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

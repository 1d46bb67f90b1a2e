{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "rule R error \"a large piece of code\" {\n  require count(["; for (i = 0; i < 1025; i++) print "    (any x in v.l: x.j is 1),"; print "    true]) > 0\n}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

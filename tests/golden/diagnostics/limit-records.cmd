{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { for (i = 69; i > 0; i--) printf "record N%d open { n: N%d }\n", i, i - 1; print "record N0 open { n: int? }" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

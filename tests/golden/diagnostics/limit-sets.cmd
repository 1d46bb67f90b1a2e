{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { for (i = 69; i > 0; i--) printf "set s%d = s%d\n", i, i - 1; print "set s0 = { 1 }" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

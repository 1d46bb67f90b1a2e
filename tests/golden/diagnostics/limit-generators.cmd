{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { printf "rule R error \"many lists\" {\n  for a0 in v.l"; for (i = 1; i < 9; i++) printf ", a%d in v.l", i; print "\n  forbid a0.j is 1\n}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "rule R error \"lets that double\" {\n  let a0 = v.l"; for (i = 1; i < 15; i++) printf "  let a%d = a%d ++ a%d\n", i, i - 1, i - 1; print "  for x in a14\n  forbid x.j is 1\n}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

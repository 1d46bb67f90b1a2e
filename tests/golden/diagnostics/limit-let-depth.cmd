{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "rule R error \"a chain of lets\" {\n  let a0 = v.i ?? 0"; for (i = 1; i < 402; i++) printf "  let a%d = a%d\n", i, i - 1; print "  forbid a399 == 1\n}" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { for (i = 69; i > 0; i--) printf "fn f%d(x: int): int = f%d(x)\n", i, i - 1; print "fn f0(x: int): int = x" }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { print "fn f0(x: int): int = x"; for (i = 1; i < 70; i++) printf "fn f%d(x: int): int = f%d(x)\n", i, i - 1 }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

{
  printf 'record R open { i: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { for (i = 0; i <= 20000; i++) printf "rule R%d error \"r\" { forbid v.i is 1 }\n", i }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

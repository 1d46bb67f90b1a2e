# However many warnings stand before it, an error is shown.
{
  printf 'record R open { i: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN { for (i = 0; i < 22; i++) printf "set s%d = glob { \"a*\" \"ab\" }\n", i }'
  printf 'rule R1 error "r" { forbid v.j is 1 }\n'
} | "$ECIVET" compile --no-builtin -o /dev/null - 2>&1 | tail -n 11

for most in 2 1; do
  printf 'record R open { i: int? }\nview v: R { R "v1" X at . }\nrule A error "a" { forbid v.i is 1 }\nrule B error "b" { forbid v.i is 2 }\n' |
    "$ECIVET" compile --no-builtin --max-rules $most -o /dev/null -
  echo "$most: $?"
done

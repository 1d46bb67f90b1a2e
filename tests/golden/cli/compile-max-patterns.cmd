for most in 3 2; do
  printf 'record R open { i: int?  s: string? }\nview v: R { R "v1" X at . }\nset few = glob { "a*" "b" "c" }\nset ints = { 1 3 5..7 }\nrule A error "a" { require v.s is in few  at v.s }\nrule B error "b" { require v.i is in ints  at v.i }\n' |
    "$ECIVET" compile --no-builtin --max-patterns $most -o /dev/null -
  echo "$most: $?"
done

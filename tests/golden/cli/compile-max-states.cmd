for most in 6 5; do
  printf 'record R open { s: string? }\nview v: R { R "v1" X at . }\nset word = { "abcd" }\nset other = word or glob { "*" }\nrule A error "a" { require v.s is in word  at v.s }\nrule B error "b" { require v.s is in other  at v.s }\n' |
    "$ECIVET" compile --no-builtin --max-states $most -o /dev/null -
  echo "$most: $?"
done

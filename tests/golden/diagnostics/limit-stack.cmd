for pieces in 500 1100; do
  awk -v n=$pieces 'BEGIN {
    printf "record R { a: string? }\nview v: R { R \"v1\" X at . }\nrule A error \"a\" { forbid v.a is \"x\"  say \""
    for (i = 0; i < n; i++) printf "{v.a},"
    print "\" }"
  }' | "$ECIVET" compile --no-builtin -o /dev/null - 2>&1 | cut -c 1-120
done

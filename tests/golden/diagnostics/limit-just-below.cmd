# At each limit, and not beyond: nothing is wrong.
{
  printf 'record R open { i: int?  l: [R2] }  record R2 open { j: int? }\nview v: R { R "v1" X at . }\n'
  awk 'BEGIN {
    print "rule CLAUSES error \"clauses\" {"; for (i = 0; i < 999; i++) print "  where v.i is " i; print "  forbid v.i is 1\n}"
    print "rule DEMANDS error \"demands\" {"; for (i = 0; i < 32; i++) print "  forbid v.i is " i; print "}"
    print "rule CASES error \"cases\" {"; for (i = 0; i < 500; i++) print "  case { forbid v.i is " i " }"; print "}"
    print "fn f0(x: int): int = x"; for (i = 1; i < 64; i++) printf "fn f%d(x: int): int = f%d(x)\n", i, i - 1
    for (i = 63; i > 0; i--) printf "set s%d = s%d\n", i, i - 1; print "set s0 = { 1 }"
    for (i = 63; i > 0; i--) printf "record N%d open { n: N%d }\n", i, i - 1; print "record N0 open { n: int? }"
    print "record Q open {"; for (i = 0; i < 1000; i++) print "  f" i ": int?"; print "}"
    print "rule LETS error \"lets\" {\n  let a0 = v.i ?? 0"; for (i = 1; i < 300; i++) printf "  let a%d = a%d\n", i, i - 1; print "  forbid a299 == 1\n}"
    for (i = 1; i < 8; i++) printf "view v%d: R { R \"v1\" X at . }\n", i
    print "rule VIEWS error \"views\" {"; for (i = 1; i < 8; i++) print "  forbid v" i ".i is 1"; print "  forbid v.i is 1\n}"
    printf "rule LISTS error \"lists\" {\n  for a0 in v.l"; for (i = 1; i < 8; i++) printf ", a%d in v.l", i
    for (i = 0; i < 8; i++) printf "\n  provided a%d.j is set", i
    for (i = 1; i < 8; i++) printf "\n  provided a%d.j == a0.j", i; print "\n  forbid a0.j == 1\n}"
  }'
} | "$ECIVET" compile --no-builtin -o /dev/null -

printf 'set s = glob { "a*" "ab" }\nrecord R open { t: string? }\nview v: R { R "v1" K at . }\nrule X error "x" { forbid v.t is in s  at v.t }\n' | "$ECIVET" lint -

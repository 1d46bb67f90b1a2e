printf 'record R { a: string? }\r\nview v: R { R "v1" X at . }\r\rrule A error "a" {\r\n  forbid v.a is "x"\r  at v.a\n}\n' | "$ECIVET" disasm -

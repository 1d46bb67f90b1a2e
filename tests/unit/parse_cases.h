/* Texts that parse, and the trees that they parse to: ev_ast_dump with parentheses for indentation. */
#ifndef EV_PARSE_CASES_H
#define EV_PARSE_CASES_H

typedef struct ev_case {
  const char *text, *expected;
} ev_case;

/* What stands behind `fn f(): int = `. */
static const ev_case expressions[] = {
    {"1", "(int 1)"},
    {"1_000", "(int 1000)"},
    {"512Mi", "(quantity 536870912)"},
    {"250m", "(quantity 1/4)"},
    {"0.25", "(quantity 1/4)"},
    {"1.5Gi", "(quantity 1610612736)"},
    {"20% of x", "(percent 20 (name x))"},
    {"\"a\"", "(string \"a\")"},
    {"\"\\n\\t\\r\\\"\\\\\\{\\}\\u{41}\\u{1F600}\"", "(string \"\\n\\t\\r\"\\{}A\360\237\230\200\")"},
    {"\"{a}\"", "(string \"{a}\")"},
    {"true", "(bool true)"},
    {"false", "(bool false)"},
    {"absent", "(absent)"},
    {"infinity", "(infinity)"},
    {"unknown \"why\"", "(unknown \"why\")"},
    {"x", "(name x)"},
    {"f()", "(call f)"},
    {"f(a, b)", "(call f (name a) (name b))"},
    {"count(x for x in l)", "(call count (comprehension x (name x) (name l)))"},
    {"count(x.y for x in l where x > 1 or x < 0)", "(call count (comprehension x (field y (name x)) (name l) "
                                                   "(or (> (name x) (int 1)) (< (name x) (int 0)))))"},
    {"a.b", "(field b (name a))"},
    {"a?.b", "(optional-field b (name a))"},
    {"a.for.is.set", "(field set (field is (field for (name a))))"},
    {"a[\"k\"]", "(index (name a) (string \"k\"))"},
    {"a?[\"k\"]?.b[0]", "(index (optional-field b (optional-index (name a) (string \"k\"))) (int 0))"},
    {"[]", "(list)"},
    {"[a, b]", "(list (name a) (name b))"},
    {"[x for x in l]", "(comprehension x (name x) (name l))"},
    {"[x for x in l ++ m where any y in x: y]",
     "(comprehension x (name x) (++ (name l) (name m)) (any y (name y) (name x)))"},
    {"{}", "(set (braces))"},
    {"{ \"a\" \"b\", 1 -2..3 }", "(set (braces \"a\" \"b\" 1..1 -2..3))"},
    {"glob { \"a*\" }", "(set (braces glob \"a*\"))"},
    {"not a", "(not (name a))"},
    {"not not a", "(not (not (name a)))"},
    {"-a", "(negate (name a))"},
    {"- -1", "(negate (negate (int 1)))"},
    {"a - -1", "(- (name a) (negate (int 1)))"},
    {"20% of -a", "(percent 20 (negate (name a)))"},
    {"a and b and c", "(and (and (name a) (name b)) (name c))"},
    {"a or b and c", "(or (name a) (and (name b) (name c)))"},
    {"a == b", "(== (name a) (name b))"},
    {"a != b", "(!= (name a) (name b))"},
    {"a < b", "(< (name a) (name b))"},
    {"a <= b", "(<= (name a) (name b))"},
    {"a > b", "(> (name a) (name b))"},
    {"a >= b", "(>= (name a) (name b))"},
    {"a in b", "(in (name a) (name b))"},
    {"a not in b", "(in negated (name a) (name b))"},
    {"a is b", "(is (name a) (name b))"},
    {"a is not b", "(is negated (name a) (name b))"},
    {"a is in b", "(is-in (name a) (name b))"},
    {"a is not in { \"x\" }", "(is-in negated (name a) (set (braces \"x\")))"},
    {"a is set", "(is-set (name a))"},
    {"a is not set", "(is-set negated (name a))"},
    {"a is absent", "(is-absent (name a))"},
    {"a is not absent", "(is-absent negated (name a))"},
    {"a is (absent)", "(is (name a) (absent ()))"},
    {"a is absent ?\? b", "(is (name a) (?\? (absent) (name b)))"},
    {"a is refused", "(is-refused (name a))"},
    {"a .. b", "(range (name a) (name b))"},
    {"a ?\? b ?\? c", "(?\? (?\? (name a) (name b)) (name c))"},
    {"a + b - c", "(- (+ (name a) (name b)) (name c))"},
    {"a * b / c + d", "(+ (/ (* (name a) (name b)) (name c)) (name d))"},
    {"a ++ b ++ c", "(++ (++ (name a) (name b)) (name c))"},
    {"a ++ b == c .. d", "(== (++ (name a) (name b)) (range (name c) (name d)))"},
    {"if a then b else c", "(if (name a) (name b) (name c))"},
    {"if a then b else if c then d else e", "(if (name a) (name b) (if (name c) (name d) (name e)))"},
    {"any x in l: x", "(any x (name x) (name l))"},
    {"all x in l where x.a: x.b == 1", "(all x (== (field b (name x)) (int 1)) (name l) (field a (name x)))"},
    {"none x in l where a and b or c: any y in x: y",
     "(none x (any y (name y) (name x)) (name l) (or (and (name a) (name b)) (name c)))"},
    {"first x in l", "(first x (name l))"},
    {"last x in l where x.a is set", "(last x (name l) (is-set (field a (name x))))"},
    {"a and any x in l: x or y", "(and (name a) (any x (or (name x) (name y)) (name l)))"},
    {"not all x in l: x and y", "(not (all x (and (name x) (name y)) (name l)))"},
    {"a or if b then c else d", "(or (name a) (if (name b) (name c) (name d)))"},
    {"(a or b) and c", "(and (or () (name a) (name b)) (name c))"},
    {"((a))", "(name a ())"},
    {"(any x in l: x) and b", "(and (any x () (name x) (name l)) (name b))"},
    {"any x in l where (any y in x: y): x", "(any x (name x) (name l) (any y () (name y) (name x)))"},
    {"[a for x in l][0]", "(index (comprehension x (name a) (name l)) (int 0))"},
    {"first_of(name, { \".\" \"/\" })", "(call first_of (name name) (set (braces \".\" \"/\")))"},
};

/* Whole files. */
static const ev_case declarations[] = {
    {"use k8s\n"
     "use \"a.vet\"",
     "(use \"k8s\") (use path \"a.vet\")"},
    {"record A { }", "(record A)"},
    {"record A open { a: int }", "(record A (field a ( int)))"},
    {"record A closed { a: int, b: string? \"c d\": [map<any>]?\? }",
     "(record A closed (field a ( int)) (field b (optional ( string))) (field c d (optional (optional (list "
     "(map ( any)))))))"},
    {"record A { a: int = 5 b: int = -5 c: string = \"x\" unjudged d: bool = true e: quantity = 1Gi unjudged "
     "f: quantity = infinity }",
     "(record A (field a ( int) (int 5)) (field b ( int) (int -5)) (field c ( string) unjudged (string "
     "\"x\")) (field d ( bool) (bool true)) (field e ( quantity) unjudged (quantity 1073741824)) (field f ( "
     "quantity) (infinity)))"},
    {"record A { set: int unjudged: bool unjudged for: bool also: X elsewhere: Y on: bool }",
     "(record A (field set ( int)) (field unjudged ( bool) unjudged) (field for ( bool)) (field also ( X)) "
     "(field elsewhere ( Y)) (field on ( bool)))"},
    {"record A { also { a \"b c\", for } elsewhere { } }", "(record A (also a) (also b c) (also for))"},
    {"record A { a: one of { \"A\" \"B\", \"C\" } b: set of glob c: set of int d: one }",
     "(record A (field a (one of \"A\" \"B\" \"C\")) (field b (set of glob)) (field c (set of int)) (field d "
     "( one)))"},
    {"## doc\n"
     "##  two\n"
     "##\n"
     "record A {\n"
     "  ## field\n"
     "  a: int }",
     "(doc \"doc\\n two\\n\") (record A (doc \"field\") (field a ( int)))"},
    {"view v: P { R \"v1\" K at . }", "(view v P (row R \"v1\" \"K\" at .))"},
    {"counted view v: P { R \"v1\" \"v2\" K, L M at a.b, c.for\n"
     " S \"v3\" K at . }",
     "(view v counted P (row R \"v1\" \"v2\" \"K\" \"L\" \"M\" at a b at c for) (row S \"v3\" \"K\" at .))"},
    {"view v: P { }", "(view v P)"},
    {"scope s for v = v.a is set", "(scope s v (is-set (field a (name v))))"},
    {"set s = a", "(set s (set-name a))"},
    {"set s = { }", "(set s (braces))"},
    {"set s = glob { \"a*\" \"b\" }", "(set s (braces glob \"a*\" \"b\"))"},
    {"set s = a or b and c except d except not e",
     "(set s (or (set-name a) (and (set-name b) (except (except (set-name c) (set-name d)) (not (set-name "
     "e))))))"},
    {"set s = (a or b) and not (c)", "(set s (and (or (set-name a) (set-name b)) (not (set-name c))))"},
    {"set s = { 1..3, -5..-1 7 }", "(set s (braces 1..3 -5..-1 7..7))"},
    {"param p: int = -5", "(param p ( int) (int -5))"},
    {"param p: set of glob = { }", "(param p (set of glob) (set (braces)))"},
    {"param p: set of string = s", "(param p (set of string) (name s))"},
    {"param p: set of string = (a or b)", "(param p (set of string) (set (or (set-name a) (set-name b))))"},
    {"param p: bool? = true", "(param p (optional ( bool)) (bool true))"},
    {"fn f(): bool = true", "(fn f ( bool) (bool true))"},
    {"fn f(a: int, b: [string]): map<int> = a",
     "(fn f (map ( int)) (field a ( int)) (field b (list ( string))) (name a))"},
    {"effective e(p: P): int? = p.a ?\? p.b",
     "(fn e effective (optional ( int)) (field p ( P)) (?\? (field a (name p)) (field b (name p))))"},
    {"table t (a: int) { }", "(table t (field a ( int)))"},
    {"table t (a: int, b: quantity, c: string) { 1 250m \"x\" -2 -1Gi \"y\" }",
     "(table t (field a ( int)) (field b ( quantity)) (field c ( string)) (int 1) (quantity 1/4) (string "
     "\"x\") (int -2) (quantity -1073741824) (string \"y\"))"},
    {"decode d(p: P): [X] from json p.a else E1 error \"t\"",
     "(decode d (list ( X)) E1 error \"t\" (field p ( P)) (field a (name p)))"},
    {"decode d(p: P, q: Q): X from json p.a?[\"b\"] else E1 warning \"t\" { say \"a\" help \"b\" }",
     "(decode d ( X) E1 warning \"t\" (field p ( P)) (field q ( Q)) (optional-index (field a (name p)) "
     "(string \"b\")) (say (string \"a\")) (help \"b\"))"},
    {"rule R error \"t\" { }", "(rule R error \"t\")"},
    {"rule R warning \"t\" { }", "(rule R warning \"t\")"},
    {"rule R note \"t\" { }", "(rule R note \"t\")"},
    {"rule R error \"t\" { let x = a }", "(rule R error \"t\" (let x (name a)))"},
    {"rule R error \"t\" { for a in l }", "(rule R error \"t\" (for (generator a (name l))))"},
    {"rule R error \"t\" { for a in l, b in a.l }",
     "(rule R error \"t\" (for (generator a (name l)) (generator b (field l (name a)))))"},
    {"rule R error \"t\" { for each pair (a, b) in l }", "(rule R error \"t\" (for each pair a b (name l)))"},
    {"rule R error \"t\" { where a provided b }",
     "(rule R error \"t\" (where (name a)) (provided (name b)))"},
    {"rule R error \"t\" { needs a else \"r\" \"s\" }", "(rule R error \"t\" (needs \"r s\" (name a)))"},
    {"rule R error \"t\" { require a }", "(rule R error \"t\" (require (name a)))"},
    {"rule R error \"t\" { require a else \"x {b}\" }",
     "(rule R error \"t\" (require (name a) (template (string \"x \") (name b))))"},
    {"rule R error \"t\" { forbid a else \"x\" }", "(rule R error \"t\" (forbid (name a) (string \"x\")))"},
    {"rule R error \"t\" { at a }", "(rule R error \"t\" (at (name a)))"},
    {"rule R error \"t\" { at a else b else c }", "(rule R error \"t\" (at (name a) (name b) (name c)))"},
    {"rule R error \"t\" { note a \"x\" }", "(rule R error \"t\" (note (name a) (string \"x\")))"},
    {"rule R error \"t\" { note \"a\" \"b {c}\" \"d\" }",
     "(rule R error \"t\" (note (string \"a\") (template (string \"b \") (name c) (string \" d\"))))"},
    {"rule R error \"t\" { say \"a\" \"b\" }", "(rule R error \"t\" (say (string \"a b\")))"},
    {"rule R error \"t\" { say \"{a} and {b.c}!\" }",
     "(rule R error \"t\" (say (template (name a) (string \" and \") (field c (name b)) (string \"!\"))))"},
    {"rule R error \"t\" { say \"\\{a\\}\" }", "(rule R error \"t\" (say (string \"{a}\")))"},
    {"rule R error \"t\" { say \"{f(\\\"x\\\", a[\\\"k\\\"])}\" }",
     "(rule R error \"t\" (say (template (call f (string \"x\") (index (name a) (string \"k\"))))))"},
    {"rule R error \"t\" { say \"{x in { \\\"a\\\" }}{y}\" }",
     "(rule R error \"t\" (say (template (in (name x) (set (braces \"a\"))) (name y))))"},
    {"rule R error \"t\" { say \"a {b}\" \"{c} d\" }", "(rule R error \"t\" (say (template (string \"a \") "
                                                       "(name b) (string \" \") (name c) (string \" d\"))))"},
    {"rule R error \"t\" { unsure \"{a}\" }", "(rule R error \"t\" (unsure (template (name a))))"},
    {"rule R error \"t\" { help \"a{b}\" see \"c\" \"d\" tags \"e\" }",
     "(rule R error \"t\" (help \"a{b}\") (see \"c d\") (tags \"e\"))"},
    {"rule R error \"t\" { case { require a case { forbid b } } case { } }",
     "(rule R error \"t\" (case (require (name a)) (case (forbid (name b)))) (case))"},
    {"rule R error \"t\" { let x = first y in l where y.a where x }",
     "(rule R error \"t\" (let x (first y (name l) (field a (name y)))) (where (name x)))"},
    {"rule R error \"t\" { let x = first y in l at x }",
     "(rule R error \"t\" (let x (first y (name l))) (at (name x)))"},
    {"rule R error \"t\" { require if a then b else \"c\" else \"d\" }",
     "(rule R error \"t\" (require (if (name a) (name b) (string \"c\")) (string \"d\")))"},
    {"rule R error \"t\" { let error = a let on = error let warning = on }",
     "(rule R error \"t\" (let error (name a)) (let on (name error)) (let warning (name on)))"},
    {"shape S error \"t\" on type", "(shape S error \"t\" type)"},
    {"shape S note \"t\" on unknown { say \"x {a}\" }",
     "(shape S note \"t\" unknown (say (template (string \"x \") (name a))))"},
    {"shape S error \"t\" on duplicate shape T error \"t\" on boolean_key shape U error \"t\" on trailing "
     "shape V error \"t\" on divergent",
     "(shape S error \"t\" duplicate) (shape T error \"t\" boolean_key) (shape U error \"t\" trailing) "
     "(shape V error \"t\" divergent)"},
    {"test \"t\" { given \"a: 1\" }", "(test \"t\" (given \"a: 1\"))"},
    {"test \"t\" { given \"x\" with p = 5 with q = { \"a\" } with r = s with t = true expect nothing }",
     "(test \"t\" (given \"x\") (with p (int 5)) (with q (set (braces \"a\"))) (with r (name s)) (with t "
     "(bool true)) (expect nothing))"},
    {"test \"t\" { given \"x\" expect R expect R unknown expect R at a.b[0].c expect R unknown at "
     "a[\"b.c\"]![0].d-e expect R at \"x y\" expect R at [0] expect R at a!b }",
     "(test \"t\" (given \"x\") (expect R) (expect R unknown) (expect R \"a.b[0].c\") (expect R unknown "
     "\"a[\"b.c\"]![0].d-e\") (expect R \"x y\") (expect R \"[0]\") (expect R \"a!b\"))"},
    {"test \"t\" {\n"
     "  given \"\"\"\n"
     "    a:\n"
     "      - b\n"
     "\n"
     "    c: \"d\"\n"
     "    \"\"\"\n"
     "}",
     "(test \"t\" (given \"a:\\n  - b\\n\\nc: \"d\"\\n\"))"},
    {"test \"t\" {\n"
     "  given \"\"\"\n"
     "    a: 1\n"
     "  \"\"\"\n"
     "}",
     "(test \"t\" (given \"  a: 1\\n\"))"},
    {"rule R error \"t\" { help \"\"\"\n"
     "  a\n"
     "  b\n"
     "  \"\"\" tags \"\"\"\n"
     "\"\"\" }",
     "(rule R error \"t\" (help \"a\\nb\") (tags \"\"))"},
    {"\357\273\277set s = { }", "(set s (braces))"},
    {"set s = { } -- c\r\n"
     "set t = { }\rset u = { }",
     "(set s (braces)) (set t (braces)) (set u (braces))"},
    {"", ""},
    {"-- only\n", ""},
};

#endif

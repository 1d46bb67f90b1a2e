/* The formatter: layouts, and what must hold of each: the same tree, every comment, and no change the second
 * time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>

#include "ast.h"
#include "parse_cases.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- helpers */

/* The tree and the layout of a text, and how many comments it has; false where it has errors. */
typedef struct ev_formatted {
  ev_buf dump, text;
  size_t comments;
} ev_formatted;

static bool format(ev_formatted *f, ev_str text) {
  ev_arena arena;
  ev_diagnostics diagnostics;
  *f = (ev_formatted){.comments = 0};
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&diagnostics, &arena);
  ev_source source = {EV_STR("test.vet"), text};
  ev_file *file = ev_parse(&arena, &source, &diagnostics);
  bool ok = file && diagnostics.errors == 0;
  if (ok) {
    ev_ast_dump(&f->dump, file);
    ev_format(&f->text, file);
    for (const ev_comment *c = file->comments; c; c = c->next) f->comments++;
    ok = !f->text.failed;
  }
  ev_arena_free(&arena);
  return ok;
}

static void release(ev_formatted *f) {
  ev_buf_free(&f->dump);
  ev_buf_free(&f->text);
}

static void assert_same(const ev_buf *a, const ev_buf *b, ev_str text) {
  bool same = ev_str_equal(ev_buf_view(a), ev_buf_view(b));
  if (!same)
    print_error("of\n%.*s\n--- \n%.*s\n--- is not\n%.*s\n", EV_STR_ARG(text), EV_STR_ARG(ev_buf_view(a)),
                EV_STR_ARG(ev_buf_view(b)));
  assert_true(same);
}

/* What must hold of every text. */
static void assert_laws(ev_str text) {
  ev_formatted once, twice;
  bool ok = format(&once, text);
  if (!ok) print_error("%.*s\n", EV_STR_ARG(text));
  assert_true(ok);
  assert_true(format(&twice, ev_buf_view(&once.text)));
  assert_same(&once.dump, &twice.dump, text);
  assert_same(&once.text, &twice.text, text);
  assert_int_equal(once.comments, twice.comments);
  release(&once);
  release(&twice);
}

/* ---- layouts */

static const ev_case layouts[] = {
    {"-- head\n"
     "use k8s\n"
     "use \"a.vet\"\n"
     "set a={\"x\"}\n"
     "set b = { 1 2 }\n"
     "-- about c\n"
     "set c = a or b\n"
     "fn f():int=1\n"
     "## doc\n"
     "fn g(a:int,b:string):bool=a==1 and b==\"x\"\n"
     "\n"
     "\n"
     "rule R error \"title\" {\n"
     "\n"
     "\n"
     "  -- first\n"
     "  for x in l,y in m\n"
     "  where x.a is   set   and y in {\"a\",\"b\"}   -- why\n"
     "  -- between\n"
     "\n"
     "  provided   x.b\n"
     "  at x else y\n"
     "  say \"a {x}\"\n"
     "  \"b\"\n"
     "  note x \"here\"  -- behind\n"
     "  -- last\n"
     "}\n"
     "-- tail\n",
     "-- head\n"
     "use k8s\n"
     "use \"a.vet\"\n"
     "set a = { \"x\" }\n"
     "set b = { 1 2 }\n"
     "-- about c\n"
     "set c = a or b\n"
     "fn f(): int = 1\n"
     "\n"
     "## doc\n"
     "fn g(a: int, b: string): bool = a == 1 and b == \"x\"\n"
     "\n"
     "rule R error \"title\" {\n"
     "  -- first\n"
     "  for x in l, y in m\n"
     "  where    x.a is set and y in { \"a\" \"b\" }  -- why\n"
     "  -- between\n"
     "\n"
     "  provided x.b\n"
     "  at       x else y\n"
     "  say      \"a {x}\"\n"
     "           \"b\"\n"
     "  note     x \"here\"  -- behind\n"
     "  -- last\n"
     "}\n"
     "-- tail\n"},
    {"record A open { a : int , \"b c\":[string]? = 5 unjudged }\n",
     "record A open { a: int, \"b c\": [string]? = 5 unjudged }\n"},
    {"record B {\n"
     "  a: int -- one\n"
     "  long_name: string? = \"x\" unjudged -- two\n"
     "\n"
     "  b: one of { \"A\" \"B\" \"C\" }\n"
     "  also {\n"
     "    x y\n"
     "    z }\n"
     "  c: set of glob\n"
     "}\n",
     "record B {\n"
     "  a:         int                     -- one\n"
     "  long_name: string? = \"x\" unjudged  -- two\n"
     "\n"
     "  b: one of { \"A\" \"B\" \"C\" }\n"
     "  also {\n"
     "    x y\n"
     "    z\n"
     "  }\n"
     "  c: set of glob\n"
     "}\n"},
    {"record Long { aaaaaaaaaaaaaaaaaaaaaaaa: string, bbbbbbbbbbbbbbbbbbbbbbbbbbb: string, "
     "ccccccccccccccccccccc: string, d: int }\n",
     "record Long {\n"
     "  aaaaaaaaaaaaaaaaaaaaaaaa:    string\n"
     "  bbbbbbbbbbbbbbbbbbbbbbbbbbb: string\n"
     "  ccccccccccccccccccccc:       string\n"
     "  d:                           int\n"
     "}\n"},
    {"table t(a:int,b:int){1 2 3 4}\n", "table t (a: int, b: int) { 1 2   3 4 }\n"},
    {"table u (a:int, b: string) {\n"
     "  1 \"a\" -- c\n"
     "  -100 \"bb\" 3 \"c\"\n"
     "\n"
     "  5 \"d\" }\n",
     "table u (a: int, b: string) {\n"
     "  1     \"a\"  -- c\n"
     "  -100  \"bb\"  3  \"c\"\n"
     "\n"
     "  5     \"d\"\n"
     "}\n"},
    {"table w (aaa: quantity, b: quantity) { 250m 512Mi 250m 1Gi 500m 1Gi 500m 2Gi 1 2Gi 1 4Gi 1 8Gi 2 1Gi 2 "
     "2Gi 2 4Gi 2 8Gi 2 16Gi }\n",
     "table w (aaa: quantity, b: quantity) {\n"
     "  250m  512Mi\n"
     "  250m  1Gi\n"
     "  500m  1Gi\n"
     "  500m  2Gi\n"
     "  1     2Gi\n"
     "  1     4Gi\n"
     "  1     8Gi\n"
     "  2     1Gi\n"
     "  2     2Gi\n"
     "  2     4Gi\n"
     "  2     8Gi\n"
     "  2     16Gi\n"
     "}\n"},
    {"view v : P { R \"v1\" K at .\n"
     "  LongName \"apps/v1\" \"b\" Deployment,StatefulSet at spec.template , x }\n",
     "view v: P {\n"
     "  R        \"v1\"          K                      at .\n"
     "  LongName \"apps/v1\" \"b\" Deployment StatefulSet at spec.template, x\n"
     "}\n"},
    {"decode d(p:P):[X] from json p.a?[\"k\"] else E error \"t\" { help \"h\" }\n",
     "decode d(p: P): [X]\n"
     "  from json p.a?[\"k\"]\n"
     "  else E error \"t\" { help \"h\" }\n"},
    {"decode e(p:P):[X] from json p.a?[\"k\"] else E error \"t\" {\n"
     "  help \"h\"\n"
     "  say \"s {x}\" }\n",
     "decode e(p: P): [X]\n"
     "  from json p.a?[\"k\"]\n"
     "  else E error \"t\" {\n"
     "    help \"h\"\n"
     "    say  \"s {x}\"\n"
     "  }\n"},
    {"shape S error \"t\" on type { say \"a\" help \"b\" }\n",
     "shape S error \"t\" on type { say \"a\" help \"b\" }\n"},
    {"shape T error \"t\" on unknown { say \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" help "
     "\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\" }\n",
     "shape T error \"t\" on unknown {\n"
     "  say  \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n"
     "  help \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"\n"
     "}\n"},
    {"effective e(p: P): int? = p.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b ?\? "
     "p.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.c ?\? p.c\n",
     "effective e(p: P): int? =\n"
     "  p.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b ?\? p.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.c ?\? p.c\n"},
    {"fn f(p: PPPPPPPPPPPPPPPPPPPPPPPPPPPP, q: QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ, r: "
     "RRRRRRRRRRRRRRRRRRRRRRRRRRRRR, s: int): bool = p == q\n",
     "fn f(\n"
     "  p: PPPPPPPPPPPPPPPPPPPPPPPPPPPP,\n"
     "  q: QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ,\n"
     "  r: RRRRRRRRRRRRRRRRRRRRRRRRRRRRR,\n"
     "  s: int\n"
     "): bool = p == q\n"},
    {"rule R error \"t\" {\n"
     "  require aaaaaaaaaaaaaaaaaaaaaaaaa == bbbbbbbbbbbbbbbbbbb and ccccccccccccccccccccc or "
     "dddddddddddddddddd and eeeeeeeeee\n"
     "  require some_function(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, "
     "[cccccccccccccccccccc])\n"
     "  require x in { \"aaaaaaaaaaaaaaaaaaaaa\" \"bbbbbbbbbbbbbbbbbbbbbbbbbbb\" "
     "\"cccccccccccccccccccccccc\" \"ddddddddddddddddddddd\" \"e\" }\n"
     "  let x = if aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa then bbbbbbbbbbbbbbbbbbbbbbbbbbb else if "
     "cccccccccccccccc then ddddd else eeeee\n"
     "  forbid any x in aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa where x.bbbbbbbbbbbbbbbbbbbbbbbb is set: "
     "x.ccccccccccccccccccccc is in d\n"
     "  require ((a)) + (b) == -(-1) - - 2 else \"text {x}\"\n"
     "  help \"\"\"\n"
     "    a block\n"
     "      of text\n"
     "\n"
     "  \"\"\"\n"
     "  case { require a case { } }\n"
     "}\n",
     "rule R error \"t\" {\n"
     "  require aaaaaaaaaaaaaaaaaaaaaaaaa == bbbbbbbbbbbbbbbbbbb and ccccccccccccccccccccc\n"
     "          or dddddddddddddddddd and eeeeeeeeee\n"
     "  require some_function(\n"
     "            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,\n"
     "            bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,\n"
     "            [cccccccccccccccccccc]\n"
     "          )\n"
     "  require x in {\n"
     "            \"aaaaaaaaaaaaaaaaaaaaa\" \"bbbbbbbbbbbbbbbbbbbbbbbbbbb\" \"cccccccccccccccccccccccc\"\n"
     "            \"ddddddddddddddddddddd\" \"e\"\n"
     "          }\n"
     "  let x = if aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa then bbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
     "          else if cccccccccccccccc then ddddd\n"
     "          else eeeee\n"
     "  forbid  any x in aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
     "            where x.bbbbbbbbbbbbbbbbbbbbbbbb is set:\n"
     "            x.ccccccccccccccccccccc is in d\n"
     "  require (a) + (b) == -(-1) - -2 else \"text {x}\"\n"
     "  help    \"\"\"\n"
     "    a block\n"
     "      of text\n"
     "\n"
     "  \"\"\"\n"
     "  case {\n"
     "    require a\n"
     "    case {}\n"
     "  }\n"
     "}\n"},
    {"test \"t\" {\n"
     "    given \"\"\"\n"
     "        a: 1\n"
     "          b: 2\n"
     "\n"
     "        c: 3\n"
     "        \"\"\"\n"
     "    with p=-5\n"
     "    with q={}\n"
     "    expect nothing\n"
     "    expect R unknown at a[0].b  -- c\n"
     "}\n",
     "test \"t\" {\n"
     "  given \"\"\"\n"
     "    a: 1\n"
     "      b: 2\n"
     "\n"
     "    c: 3\n"
     "    \"\"\"\n"
     "  with p = -5\n"
     "  with q = {}\n"
     "  expect nothing\n"
     "  expect R unknown at a[0].b  -- c\n"
     "}\n"},
    {"test \"u\" { given \"\"\"\n"
     "    a: 1\n"
     "  \"\"\" }\n",
     "test \"u\" {\n"
     "  given \"\"\"\n"
     "    a: 1\n"
     "  \"\"\"\n"
     "}\n"},
    {"fn f(a: int, -- first\n"
     "  b: [map<string>]?): bool = -- why\n"
     "  -- own\n"
     "  if a == 1 -- one\n"
     "  then b is set and not (a in { 1..3 5 }) -- x\n"
     "  else if not a in {1} then any x in [1, 2, -3] where x > 1 or x < 2: x == a else ((a + b)) * 3 - -4 / "
     "2 is refused\n"
     "\n"
     "-- end of f\n"
     "rule R note \"t\" { -- open\n"
     "\n"
     "  -- first comment\n"
     "\n"
     "  for a in x, b in y \n"
     "  require a is not in glob { \"a*\" -- in set\n"
     "    \"b\" } -- after\n"
     "      and very_long_name_of_a_function(with_an_argument, and_another_argument) and c.d.e.f.g == "
     "\"something quite long here\"\n"
     "      or h is absent\n"
     "\n"
     "  note a \"x\" \"y\"\n"
     "  -- last\n"
     "}\n"
     "table t (a: int, b: string) { 1 \"x\" -2 \"yy\" } -- trailing\n"
     "table u (a: int, b: quantity) {\n"
     "  1 250m -- c\n"
     "  -100 1Gi 3 4Ki\n"
     "\n"
     "  -- own\n"
     "  5 0.5 }\n"
     "test \"x\" { given \"a: 1\" expect nothing }\n"
     "set s = { } or {\n"
     "} and a except\n"
     "  b except (c or not d)\n"
     "record R { }\n"
     "record Q { -- only a comment\n"
     "}\n",
     "fn f(\n"
     "  a: int,  -- first\n"
     "  b: [map<string>]?\n"
     "): bool =  -- why\n"
     "  -- own\n"
     "  if a == 1                                -- one\n"
     "  then b is set and not (a in { 1..3 5 })  -- x\n"
     "  else if not a in { 1 } then any x in [1, 2, -3] where x > 1 or x < 2: x == a\n"
     "  else (a + b) * 3 - -4 / 2 is refused\n"
     "\n"
     "-- end of f\n"
     "rule R note \"t\" {  -- open\n"
     "  -- first comment\n"
     "\n"
     "  for a in x, b in y\n"
     "  require a is not in glob {\n"
     "            \"a*\"  -- in set\n"
     "            \"b\"\n"
     "          }  -- after\n"
     "            and very_long_name_of_a_function(with_an_argument, and_another_argument)\n"
     "            and c.d.e.f.g == \"something quite long here\"\n"
     "          or h is absent\n"
     "\n"
     "  note    a \"x\" \"y\"\n"
     "  -- last\n"
     "}\n"
     "\n"
     "table t (a: int, b: string) { 1 \"x\"   -2 \"yy\" }  -- trailing\n"
     "\n"
     "table u (a: int, b: quantity) {\n"
     "  1     250m  -- c\n"
     "  -100  1Gi   3  4Ki\n"
     "\n"
     "  -- own\n"
     "  5     0.5\n"
     "}\n"
     "\n"
     "test \"x\" {\n"
     "  given \"a: 1\"\n"
     "  expect nothing\n"
     "}\n"
     "\n"
     "set s = {} or {} and a except b except (c or not d)\n"
     "record R {}\n"
     "\n"
     "record Q {  -- only a comment\n"
     "}\n"},
    {"", ""},
    {"-- only\n", "-- only\n"},
    {"\n"
     "\n"
     "-- a\n"
     "\n"
     "\n"
     "\n"
     "-- b\n"
     "--c",
     "-- a\n"
     "\n"
     "-- b\n"
     "--c\n"},
    {"use a\n"
     "\n"
     "\n"
     "use b use c",
     "use a\n"
     "\n"
     "use b\n"
     "use c\n"},
    {"set a = {}\n"
     "set b = {}\n"
     "\n"
     "set c = {}\n"
     "set d = { -- x\n"
     "}\n"
     "set e = {}",
     "set a = {}\n"
     "set b = {}\n"
     "\n"
     "set c = {}\n"
     "\n"
     "set d = {  -- x\n"
     "}\n"
     "\n"
     "set e = {}\n"},
    {"set s = {\n"
     "  \"a\" \"b\"\n"
     "\n"
     "  -- c\n"
     "  \"c\",\n"
     "  \"d\" } except { \"e\" }\n",
     "set s = {\n"
     "  \"a\" \"b\"\n"
     "  -- c\n"
     "  \"c\"\n"
     "  \"d\"\n"
     "} except { \"e\" }\n"},
    {"set s = a or { \"a\" } -- one\n"
     "  or b -- two\n",
     "set s = a or { \"a\" }  -- one\n"
     "  or b                -- two\n"},
    {"set s = { \"name-00\" \"name-01\" \"name-02\" \"name-03\" \"name-04\" \"name-05\" \"name-06\" "
     "\"name-07\" \"name-08\" \"name-09\" \"name-10\" \"name-11\" \"name-12\" \"name-13\" }\n",
     "set s = {\n"
     "  \"name-00\" \"name-01\" \"name-02\" \"name-03\" \"name-04\" \"name-05\" \"name-06\" \"name-07\" "
     "\"name-08\" \"name-09\"\n"
     "  \"name-10\" \"name-11\" \"name-12\" \"name-13\"\n"
     "}\n"},
    {"set s = {\n"
     "\"name-00\" \"name-01\" \"name-02\" \"name-03\" \"name-04\" \"name-05\" \"name-06\" \"name-07\" "
     "\"name-08\" \"name-09\" \"name-10\" \"name-11\" \"name-12\" \"name-13\"\n"
     "\"x\"\n"
     "\"y\" }\n",
     "set s = {\n"
     "  \"name-00\" \"name-01\" \"name-02\" \"name-03\" \"name-04\" \"name-05\" \"name-06\" \"name-07\" "
     "\"name-08\" \"name-09\"\n"
     "  \"name-10\" \"name-11\" \"name-12\" \"name-13\" \"x\"\n"
     "  \"y\"\n"
     "}\n"},
    {"fn f(): int = a -- one\n"
     "  + b -- two\n"
     "  + -- three\n"
     "  c\n",
     "fn f(): int =\n"
     "  a      -- one\n"
     "    + b  -- two\n"
     "    +    -- three\n"
     "    c\n"},
    {"fn f(): bool = f( -- one\n"
     " a, -- two\n"
     " -- three\n"
     " b)\n",
     "fn f(): bool =\n"
     "  f(    -- one\n"
     "    a,  -- two\n"
     "    -- three\n"
     "    b\n"
     "  )\n"},
    {"fn f(): bool = [x for x in [a] where any y in x: y] is in [[a] , [ ]] and count([a] for b in [c]) == 1 "
     "and ([x for x in l])[0]\n",
     "fn f(): bool =\n"
     "  [x for x in [a] where any y in x: y] is in [[a], []]\n"
     "  and count([a] for b in [c]) == 1\n"
     "  and ([x for x in l])[0]\n"},
    {"fn f(): int = ((a)) * (((b + c)) - d)\n", "fn f(): int = (a) * ((b + c) - d)\n"},
    {"fn f(): string = \"\\u{41}\\n\" ++ 1_000 ++ 20%  of   1.50Gi\n",
     "fn f(): string = \"\\u{41}\\n\" ++ 1_000 ++ 20% of 1.50Gi\n"},
    {"fn f(): bool = name_00.value and name_01.value and name_02.value and name_03.value and name_04.value "
     "and name_05.value and name_06.value and name_07.value and name_08.value\n",
     "fn f(): bool =\n"
     "  name_00.value\n"
     "  and name_01.value\n"
     "  and name_02.value\n"
     "  and name_03.value\n"
     "  and name_04.value\n"
     "  and name_05.value\n"
     "  and name_06.value\n"
     "  and name_07.value\n"
     "  and name_08.value\n"},
    {"fn f(): bool = (name_00.value and b) or (name_01.value and b) or (name_02.value and b) or "
     "(name_03.value and b) or (name_04.value and b) or (name_05.value and b) or (name_06.value and b) or "
     "(name_07.value and b) or (name_08.value and b)\n",
     "fn f(): bool =\n"
     "  (name_00.value and b)\n"
     "  or (name_01.value and b)\n"
     "  or (name_02.value and b)\n"
     "  or (name_03.value and b)\n"
     "  or (name_04.value and b)\n"
     "  or (name_05.value and b)\n"
     "  or (name_06.value and b)\n"
     "  or (name_07.value and b)\n"
     "  or (name_08.value and b)\n"},
    {"fn f(): int = name_00.value + name_01.value + name_02.value + name_03.value + name_04.value + "
     "name_05.value + name_06.value + name_07.value + name_08.value\n",
     "fn f(): int =\n"
     "  name_00.value\n"
     "    + name_01.value\n"
     "    + name_02.value\n"
     "    + name_03.value\n"
     "    + name_04.value\n"
     "    + name_05.value\n"
     "    + name_06.value\n"
     "    + name_07.value\n"
     "    + name_08.value\n"},
    {"fn f(): [int] = [name_00.value, name_01.value, name_02.value, name_03.value, name_04.value, "
     "name_05.value, name_06.value, name_07.value, name_08.value]\n",
     "fn f(): [int] =\n"
     "  [\n"
     "    name_00.value,\n"
     "    name_01.value,\n"
     "    name_02.value,\n"
     "    name_03.value,\n"
     "    name_04.value,\n"
     "    name_05.value,\n"
     "    name_06.value,\n"
     "    name_07.value,\n"
     "    name_08.value\n"
     "  ]\n"},
    {"rule R error \"t\" { require a.b.c.d == \"something that is rather long\" and e.f is not set else "
     "\"and a text that is long, too\" }\n",
     "rule R error \"t\" {\n"
     "  require a.b.c.d == \"something that is rather long\" and e.f is not set else \"and a text that is "
     "long, too\"\n"
     "}\n"},
    {"rule R error \"t\" { needs a.b.c.d.e.f.g.h.i.j.k.l.m else \"a reason that is so long that both do not "
     "fit into one single line\" }\n",
     "rule R error \"t\" {\n"
     "  needs   a.b.c.d.e.f.g.h.i.j.k.l.m else \"a reason that is so long that both do not fit into one "
     "single line\"\n"
     "}\n"},
    {"rule R error \"t\" { at some.long.path.to.something.in.a.manifest else "
     "some.other.path.to.something.else else some.third }\n",
     "rule R error \"t\" {\n"
     "  at      some.long.path.to.something.in.a.manifest else some.other.path.to.something.else else "
     "some.third\n"
     "}\n"},
    {"rule R error \"t\" { note a \"some long text here, some long text here\" \"some more long text here\" "
     "\"and the last of it, here\" }\n",
     "rule R error \"t\" {\n"
     "  note    a \"some long text here, some long text here\" \"some more long text here\" \"and the last "
     "of it, here\"\n"
     "}\n"},
    {"rule R error \"t\" {} rule S error \"t\" { -- c\n"
     "}\n",
     "rule R error \"t\" {}\n"
     "\n"
     "rule S error \"t\" {  -- c\n"
     "}\n"},
    {"rule R error \"t\" { for a in l require a }\n"
     "rule S error \"t\" { provided a case { say \"b\" } }\n",
     "rule R error \"t\" {\n"
     "  for a in l\n"
     "  require a\n"
     "}\n"
     "\n"
     "rule S error \"t\" {\n"
     "  provided a\n"
     "  case {\n"
     "    say \"b\"\n"
     "  }\n"
     "}\n"},
    {"## doc of f\n"
     "fn f(): int = 1\n"
     "-- about g\n"
     "## doc of g\n"
     "##\n"
     "##  indented\n"
     "fn g(): int = 2\n"
     "record A {\n"
     "\n"
     "  ## doc of a\n"
     "  a: int\n"
     "  -- about b\n"
     "\n"
     "  ## doc of b\n"
     "  b: int }\n",
     "## doc of f\n"
     "fn f(): int = 1\n"
     "\n"
     "-- about g\n"
     "## doc of g\n"
     "##\n"
     "##  indented\n"
     "fn g(): int = 2\n"
     "\n"
     "record A {\n"
     "  ## doc of a\n"
     "  a: int\n"
     "  -- about b\n"
     "\n"
     "  ## doc of b\n"
     "  b: int\n"
     "}\n"},
    {"test \"t\" { given \"\"\"\n"
     "  a\n"
     "  \tb\n"
     "   \n"
     "  \"\"\" expect nothing }\n",
     "test \"t\" {\n"
     "  given \"\"\"\n"
     "    a\n"
     "    \tb\n"
     "     \n"
     "    \"\"\"\n"
     "  expect nothing\n"
     "}\n"},
    {"test \"t\" { given \"\"\"\n"
     "\"\"\" }\n",
     "test \"t\" {\n"
     "  given \"\"\"\n"
     "  \"\"\"\n"
     "}\n"},
    {"rule R error \"t\" { help \"\"\"\n"
     "  a\n"
     "  \"\"\" see \"b\" }\n",
     "rule R error \"t\" {\n"
     "  help \"\"\"\n"
     "    a\n"
     "    \"\"\"\n"
     "  see  \"b\"\n"
     "}\n"},
    {"set s = {}\r\n"
     "-- c  \r\n"
     "set t = {} -- d\r\n",
     "set s = {}\n"
     "-- c\n"
     "set t = {}  -- d\n"},
    {"\357\273\277-- mark\n"
     "set s = {}\n",
     "-- mark\n"
     "set s = {}\n"},
    {"set s = { \"\303\244\303\266\" } -- a\n"
     "set tt = {} -- b\n",
     "set s = { \"\303\244\303\266\" }  -- a\n"
     "set tt = {}       -- b\n"},
    {"fn f(a: bool, b: bool): int = if a then 1 else (if b then 2 else 3)\n"
     "record R { a: string? -- short\n"
     "  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb: one of { \"aaaaaaaaaaaaaaaaaaaa\" \"bbbbbbbbbbbbbbbbbbbbbb\" \"c\" "
     "}? -- long\n"
     "  c: string? -- short too\n"
     "\n"
     "  d: string? -- apart\n"
     "  eeeee: string? -- here\n"
     "}\n"
     "rule X error \"t\" { for r in v.rows  forbid r.maps[\"m\"]?[\"k\"] is \"a\" and r.l[0]?[1] is \"b\"  "
     "at r.a }\n",
     "fn f(a: bool, b: bool): int = if a then 1 else (if b then 2 else 3)\n"
     "\n"
     "record R {\n"
     "  a:                                string?  -- short\n"
     "  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb: one of { \"aaaaaaaaaaaaaaaaaaaa\" \"bbbbbbbbbbbbbbbbbbbbbb\" \"c\" "
     "}?  -- long\n"
     "  c:                                string?  -- short too\n"
     "\n"
     "  d:     string?  -- apart\n"
     "  eeeee: string?  -- here\n"
     "}\n"
     "\n"
     "rule X error \"t\" {\n"
     "  for r in v.rows\n"
     "  forbid  r.maps[\"m\"]?[\"k\"] is \"a\" and r.l[0]?[1] is \"b\"\n"
     "  at      r.a\n"
     "}\n"},
};

static void test_layouts(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(layouts); i++) {
    ev_formatted f;
    assert_true(format(&f, ev_str_of(layouts[i].text)));
    ev_buf_char(&f.text, '\0');
    assert_string_equal(f.text.at, layouts[i].expected);
    release(&f);
    assert_laws(ev_str_of(layouts[i].text));
  }
}

/* ---- laws */

static void test_laws_hold_for_expressions(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(expressions); i++) {
    ev_buf text = {0};
    ev_buf_format(&text, "fn f(): int = %s", expressions[i].text);
    assert_laws(ev_buf_view(&text));
    ev_buf_free(&text);
  }
}

/* Each expression where there is no room, so that all that can break breaks. */
static void test_laws_hold_for_narrow_expressions(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(expressions); i++) {
    ev_buf text = {0};
    ev_buf_text(&text, "rule R error \"t\" { let ");
    ev_buf_fill(&text, 'n', 90);
    ev_buf_format(&text, " = f(%s, (%s)) at a_place.with.a_long_name }", expressions[i].text,
                  expressions[i].text);
    assert_laws(ev_buf_view(&text));
    ev_buf_free(&text);
  }
}

/* Each token of an expression on a line of its own, with a comment behind it and one before it. */
static void test_laws_hold_with_comments_everywhere(void **state) {
  (void)state;
  static const char spaced[] =
      "rule R error \"t\" @ { @ let @ x @ = @ a @ . @ b @ [ @ 0 @ ] @ ++ @ [ @ c @ for @ c @ in @ f @ ( @ d "
      "@ , "
      "@ ( @ e @ ) @ ) @ where @ not @ c @ is @ not @ in @ glob @ { @ \"a\" @ \"b\" @ , @ } @ ] @ for @ y @ "
      "in @ l "
      "@ , @ z @ in @ m @ needs @ x @ else @ \"a\" @ \"b\" @ at @ x @ else @ y @ note @ x @ \"t\" @ case @ { "
      "@ "
      "require @ if @ a @ then @ b @ else @ any @ q @ in @ l @ where @ c @ : @ d @ or @ e @ and @ g @ } @ }";
  for (int place = 0; place < 2; place++) {
    ev_buf text = {0};
    for (const char *c = spaced; *c; c++) {
      if (*c != '@')
        ev_buf_char(&text, *c);
      else
        ev_buf_text(&text, place ? "\n-- own\n" : " -- trailing\n");
    }
    assert_laws(ev_buf_view(&text));
    ev_buf_free(&text);
  }
}

static void test_laws_hold_for_declarations(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(declarations); i++) assert_laws(ev_str_of(declarations[i].text));
}

static bool read_file(ev_buf *out, const char *folder, const char *name) {
  char path[512], part[4096];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  size_t size;
  while ((size = fread(part, 1, sizeof part, file)) > 0) ev_buf_add(out, part, size);
  (void)fclose(file);
  return true;
}

/* The shipped rules; tests run in the root of the source tree. */
static void assert_folder(const char *folder) {
  DIR *directory = opendir(folder);
  if (!directory) return;
  for (struct dirent *entry; (entry = readdir(directory));) {
    ev_buf text = {0};
    if (ev_str_ends(ev_str_of(entry->d_name), EV_STR(".vet")) && read_file(&text, folder, entry->d_name))
      assert_laws(ev_buf_view(&text));
    ev_buf_free(&text);
  }
  (void)closedir(directory);
}

static void test_laws_hold_for_the_pack(void **state) {
  (void)state;
  assert_folder("rules.d/k8s");
  assert_folder("rules.d/eci");
}

/* ---- no memory */

static void test_every_allocation_may_fail(void **state) {
  (void)state;
  ev_arena arena;
  ev_diagnostics diagnostics;
  for (size_t i = 0; i < COUNT(layouts); i++) {
    ev_arena_init(&arena, 0);
    ev_diagnostics_init(&diagnostics, &arena);
    ev_source source = {EV_STR("test.vet"), ev_str_of(layouts[i].text)};
    const ev_file *file = ev_parse(&arena, &source, &diagnostics);
    bool done = false;
    for (size_t n = 1; !done; n++) {
      ev_buf out = {0};
      ev_fail_allocation_after(n);
      ev_format(&out, file);
      ev_fail_allocation_after(0);
      done = !out.failed;
      if (done) assert_memory_equal(out.at ? out.at : "", layouts[i].expected, out.size);
      ev_buf_free(&out);
    }
    ev_arena_free(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_layouts),
      cmocka_unit_test(test_laws_hold_for_expressions),
      cmocka_unit_test(test_laws_hold_for_narrow_expressions),
      cmocka_unit_test(test_laws_hold_with_comments_everywhere),
      cmocka_unit_test(test_laws_hold_for_declarations),
      cmocka_unit_test(test_laws_hold_for_the_pack),
      cmocka_unit_test(test_every_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

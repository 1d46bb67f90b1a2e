#include "templates.h"

const char ref_prelude[] =
    "record C closed { name: string?  uid: int?  add: [string]  mem: quantity?  on: bool = false\n"
    "  mode: one of { \"x\" \"y\" } = \"x\"  sub: D  nums: [int]  text: string?  env: map<int?>\n"
    "  also { image }  elsewhere { limits } }\n"
    "record D open { uid: int?  word: string = \"w\"  size: quantity = 2  also { more } }\n"
    "record S open { uid: int?  cs: [C]  limits: map<quantity>  tags: map<string>  extra: any?  also { note "
    "} }\n"
    "record P open { kind: string?  spec: S  opt: D?  meta: Meta }\n"
    "record Meta open { labels: map<string>  name: string? unjudged }\n"
    "record W open { first: P  second: P?  meta: Meta  also { status }  elsewhere { cs } }\n"
    "record Port closed { port: int  name: string?  sub: D?  more: [int?]  also { note } }\n"
    "counted view pod: P { P \"v1\" Pod at .  W \"apps/v1\" \"apps/v?beta[1-3]\" Set, Job at first, second "
    "}\n"
    "view owner: Meta { P \"v1\" Pod at meta  W \"apps/*\" Set at meta, first.meta }\n"
    "table sizes (name: string, n: int, q: quantity) { \"a\" 1 1Gi  \"b\" 2 2  \"w\" -3 250m }\n"
    "set names = glob { \"a*\" \"b?\" \"[!a-c]w\" } except { \"ab\" }\n"
    "set ports = { 0..2 7 }\n"
    "set others = not (names or { \"x\" }) and glob { \"?*\" }\n"
    "param most: int = 2\n"
    "param bound: quantity = 1Ki\n"
    "param word: string = \"ab\"\n"
    "param flag: bool = false\n"
    "param allowed: set of glob = glob { \"a*\" \"*w\" }\n"
    "param numbers: set of int = { 1..3 9 }\n"
    "fn twice(n: int): int = n * 2\n"
    "fn big(c: C): bool = c.mem is set and c.mem > bound\n"
    "fn sizes_above(q: quantity): [string] = [s.name for s in sizes where s.q > q]\n"
    "fn memory(p: P): interval = hull(c.mem ?? 1 for c in p.spec.cs) ?? (0 .. infinity)\n"
    "fn span(c: C): interval = if c.on then (c.mem ?? 1) .. 8 else (c.mem ?? 1) .. (c.mem ?? 1)\n"
    "fn named(c: C): int = count(a for a in c.add where a in names)\n"
    "fn numbers_of(c: C): [int] = if c.nums is refused then [] else c.nums\n"
    "effective uid(p: S, c: C): int? = c.sub.uid ?? c.uid ?? p.uid\n"
    "effective weight(c: C): quantity = c.mem ?? c.sub.size\n"
    "decode ports_of(p: P): [Port] from json p.spec.tags[\"ports\"]\n"
    "  else DEC1 error \"no ports\" { say \"no ports: {problem}\" }\n"
    "decode words_of(c: C): [string] from json c.text else DEC2 warning \"no words\"\n"
    "decode env_of(c: C): map<int> from json c.text else DEC3 note \"no map\" { say \"{upper(problem)}\" }\n"
    "shape SH1 error \"type\" on type { say \"{field} of {owner}: {expected}, {found}, {hint}\" }\n"
    "shape SH2 warning \"unknown\" on unknown { say \"{field} of {owner}: {hint}\" }\n"
    "shape SH3 error \"duplicate\" on duplicate { say \"{field}\" }\n"
    "shape SH4 warning \"boolean\" on boolean_key { say \"{field} {found}\" }\n"
    "shape SH6 note \"divergent\" on divergent { say \"{found}{hint}\" }\n";

static const char *const bools[] = {"true",
                                    "(I < I)",
                                    "(I == I)",
                                    "(Q >= Q)",
                                    "(S == S)",
                                    "(B and B)",
                                    "(B or B)",
                                    "(not B)",
                                    "(T is set)",
                                    "(I < 1.5)",
                                    "(I > 0.5)",
                                    "(I != 2.5)",
                                    "(I in 0.5..1.5)",
                                    "(0.5 < I)",
                                    "((first n in N where n < I) is set)",
                                    "(before(S, \"a\") is absent)",
                                    "(if (T is set) then B else B)",
                                    "(if (J is absent) then B else false)",
                                    "(J is absent)",
                                    "(J is not I)",
                                    "(S in names)",
                                    "(I in ports)",
                                    "(I in [I, I])",
                                    "(I in I..I)",
                                    "starts_with(S, S)",
                                    "contains(S, S)",
                                    ".big(c)",
                                    ".c.on",
                                    "(any V in L where v.on: v.uid is I)",
                                    "(all V in N: v < I)",
                                    "(none V in L: v.name is S)",
                                    "(J is refused)",
                                    "(if B then B else B)",
                                    "unknown \"why\"",
                                    "(T is in names)",
                                    ".(c.mode == \"y\")",
                                    "has(pod.spec.limits, S)",
                                    "(all V in L where B: B)",
                                    "(Q != Q)",
                                    "(S not in names)",
                                    "(I in N)",
                                    "(pod.opt?.uid is I)",
                                    "(Q < (Q .. infinity))",
                                    "(any V in N where v > I: B)",
                                    "(J is set and J is I)",
                                    "(S in G)",
                                    "(T is not in G)",
                                    "(S in others)",
                                    "(S in allowed)",
                                    "(T is in allowed)",
                                    "(I in numbers)",
                                    "(I not in H)",
                                    "(J is in H)",
                                    "(R <= Q)",
                                    "(R == R)",

                                    "(Q in Q..Q)",
                                    "(S in M)",
                                    "(T is in M)",
                                    "(K is set)",
                                    "(K is not Q)",
                                    "ends_with(S, S)",
                                    "flag",
                                    "(any V in sizes: v.n < I)",
                                    "(all V in sizes where v.name in G: B)",
                                    "(any V in M: v == S)",
                                    "(none V in M where B: v in names)",
                                    "(pod.opt is set)",
                                    "(pod.spec.extra is not set)",
                                    "(pod.spec.extra is absent)",
                                    "(pod.spec.cs is refused)",
                                    "(any V in ports_of(pod): v.port == I)",
                                    "(ports_of(pod) is refused)",
                                    "has(owner.labels, S)",
                                    "(owner.name is S)",
                                    ".has(env_of(c), S)",
                                    ".(c.add is refused)",
                                    ".(any V in words_of(c): v in G)",
                                    ".has(c.env, S)"};
static const char *const ints[] = {"1",
                                   "0",
                                   "7",
                                   "(I + I)",
                                   "(I - I)",
                                   "(I * I)",
                                   "(J ?? I)",
                                   "most",
                                   "twice(I)",
                                   "count(L)",
                                   "count(V for V in L where v.on)",
                                   "(-I)",
                                   "length(S)",
                                   "sum(N)",
                                   "(if B then I else I)",
                                   "(sizes[S]?.n ?? I)",
                                   "170141183460469231731687303715884105727",
                                   "count(n for n in N where B)",
                                   "sum(n for n in N where n < I)",
                                   "count(M)",
                                   "count(sizes)",
                                   "sum(n.n for n in sizes where n.name in G)",
                                   "min(I, I)",
                                   "max(I, I)",
                                   "(min(N) ?? I)",
                                   "(max(n for n in N where B) ?? I)",
                                   "(int(S) ?? I)",
                                   "(c_int(S) ?? I)",
                                   "count(n for n in ports_of(pod) where n.port > I)",
                                   "count(known_keys(pod.opt))",
                                   ".count(known_keys(c))",
                                   ".count(words_of(c))",
                                   "(if B then I else unknown \"which\")"};
static const char *const quantities[] = {"1Gi",
                                         "0.5",
                                         "250m",
                                         "I",
                                         "(Q + Q)",
                                         "(Q - Q)",
                                         "(Q / Q)",
                                         "(Q * Q)",
                                         "20% of Q",
                                         "bound",
                                         ".weight(c)",
                                         "(pod.spec.limits[S] ?? Q)",
                                         ".c.sub.size",
                                         "(sizes[S]?.q ?? Q)",
                                         "(K ?? Q)",
                                         "(if B then Q else Q)",
                                         "low(R)",
                                         "high(R)",
                                         "min(Q, Q)",
                                         "max(Q, I)",
                                         "sum(n.q for n in sizes where B)",
                                         "(sum(n.mem ?? Q for n in L))",
                                         "(min(n.mem for n in L where n.on) ?? Q)"};
static const char *const intervals[] = {"(Q .. Q)",
                                        "(0 .. infinity)",
                                        "(hull(N) ?? R)",
                                        "(hull(n.mem ?? Q for n in L where B) ?? R)",
                                        "(R + R)",
                                        "(R - Q)",
                                        "(R * R)",
                                        "(R / Q)",
                                        "max(R, Q)",
                                        "min(R, R)",
                                        "(if B then R else R)",
                                        "memory(pod)",
                                        "20% of R",
                                        "(-R)"};
static const char *const strings[] = {"\"a\"",
                                      "\"ab\"",
                                      "\"\"",
                                      "(T ?? S)",
                                      "upper(S)",
                                      "lower(S)",
                                      "(S ++ S)",
                                      ".c.sub.word",
                                      ".c.mode",
                                      "(pod.spec.tags[S] ?? S)",
                                      "(if B then S else S)",
                                      "trim(S)",
                                      "\" a\\u{e9},b \"",
                                      "strip_prefix(S, S)",
                                      "strip_suffix(S, S)",
                                      "swap(S, \"a\", \"\\u{e9}\")",
                                      "swap(S, S, S)",
                                      "word",
                                      "(text(Q) ?? S)",
                                      "(text(pod.spec.uid) ?? S)",
                                      ".(text(c) ?? S)",
                                      "(M[I] ?? S)",
                                      "\"0x1f\"",
                                      "\"512Mi\""};
static const char *const optional_ints[] = {"sizes[\"a\"]?.n",
                                            "pod.spec.uid",
                                            ".c.uid",
                                            ".uid(pod.spec, c)",
                                            ".c.sub.uid",
                                            "pod.opt?.uid",
                                            "sizes[S]?.n",
                                            ".c.nums[I]",
                                            "(first V in N where v > I)",
                                            "(last V in N where v < I)",
                                            "(first V in L where v.on)?.uid",
                                            "int(S)",
                                            "c_int(S)",
                                            "min(N)",
                                            "max(N)",
                                            ".c.env[S]",
                                            ".env_of(c)[S]",
                                            "(last V in sizes where v.name == S)?.n",
                                            "(first V in ports_of(pod) where v.name is S)?.port",
                                            "(if B then J else J)"};
static const char *const optional_quantities[] = {"quantity(\"1\")",
                                                  ".c.mem",
                                                  "pod.spec.limits[S]",
                                                  "quantity(S)",
                                                  "sizes[S]?.q",
                                                  "max(n.mem for n in L)",
                                                  "(first V in L where B)?.mem"};
static const char *const optional_strings[] = {"first_of(\"ab\", \"b\")",
                                               "pod.kind",
                                               ".c.name",
                                               "pod.spec.tags[S]",
                                               ".c.add[I]",
                                               "(last V in L where v.on)?.name",
                                               "pod.opt?.word",
                                               "before(S, S)",
                                               "after(S, S)",
                                               "first_of(S, S)",
                                               "text(J)",
                                               "text(R)",
                                               "text(B)",
                                               "text(pod.spec.extra)",
                                               "M[I]",
                                               "owner.labels[S]",
                                               ".c.text",
                                               "(first V in M where v in G)"};
static const char *const lists[] = {
    "pod.spec.cs", "[x for x in L where B]", "[x for x in pod.spec.cs where x.on]",
    "(L ++ L)",    "(if B then L else L)",   "[x for x in L where x.uid is I]"};
static const char *const int_lists[] = {"[I, J]",
                                        "[I for x in L]",
                                        ".c.nums",
                                        "[y for y in N where y > I]",
                                        "(N ++ N)",
                                        ".numbers_of(c)",
                                        "([[I, I], N, [y for y in N where B]][I] ?? [I])",
                                        "[y.n for y in sizes]",
                                        "[y.port for y in ports_of(pod) where B]",
                                        "[y.uid for y in L where y.on]"};
static const char *const string_lists[] = {"[S, T]",
                                           "split(S, \",\")",
                                           "words(S)",
                                           "keys(pod.spec.tags)",
                                           ".c.add",
                                           "[x for x in M where x in G]",
                                           "(M ++ M)",
                                           "known_keys(pod.spec)",
                                           "[x.name for x in L]",
                                           "sizes_above(Q)",
                                           ".words_of(c)",
                                           "split(S, S)",
                                           "[x for x in M where B]"};
static const char *const string_sets[] = {
    "{ \"x\" \"ab\" }",      "glob { \"P\" }",  "glob { \"P\" \"aP\" }", "names",
    "glob { \"P*\" \"b\" }", "{ \"a\" \"w\" }", "glob { \"*P\" }",       "others"};
static const char *const int_sets[] = {"{ 1..3 7 }", "{ 0 -3..-1 }", "ports", "{ 2..9 }", "{ 65535 1 }"};
static const char *const globs[] = {"*",     "a",     "PP",      "?",   "[a-c]",    "[!a-c]", "PP*",
                                    "\\\\*", "[]x-]", "\\u{e9}", "b?P", "[!\\\\]]", "x.y"};

#define TEMPLATES(list)                                                                                      \
  { list, sizeof(list) / sizeof *(list) }

const char ref_letters[] = "BIQRSJKTLNMGHP";
_Static_assert(sizeof ref_letters == REF_EXPR_TYPES + 1, "a letter a type");

const ref_templates ref_expr_templates[REF_EXPR_TYPES] = {TEMPLATES(bools),
                                                          TEMPLATES(ints),
                                                          TEMPLATES(quantities),
                                                          TEMPLATES(intervals),
                                                          TEMPLATES(strings),
                                                          TEMPLATES(optional_ints),
                                                          TEMPLATES(optional_quantities),
                                                          TEMPLATES(optional_strings),
                                                          TEMPLATES(lists),
                                                          TEMPLATES(int_lists),
                                                          TEMPLATES(string_lists),
                                                          TEMPLATES(string_sets),
                                                          TEMPLATES(int_sets),
                                                          TEMPLATES(globs)};

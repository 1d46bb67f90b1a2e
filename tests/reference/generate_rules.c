/* Rule files out of bytes. */
#include "generate.h"

/* Used up, they say 0: every choice's first alternative ends the text. */
uint32_t ref_choose(ref_bytes *b, uint32_t most) {
  if (b->size == 0) return 0;
  b->size--;
  return *b->at++ % most;
}

static const char prelude[] =
    "record C open { name: string?  uid: int?  add: [string]  mem: quantity?  on: bool = false\n"
    "  mode: one of { \"x\" \"y\" } = \"x\"  sub: D  nums: [int] }\n"
    "record D open { uid: int?  word: string = \"w\"  size: quantity = 2 }\n"
    "record S open { uid: int?  cs: [C]  limits: map<quantity>  tags: map<string> }\n"
    "record P open { kind: string?  spec: S  opt: D? }\n"
    "view pod: P { P \"v1\" Pod at . }\n"
    "table sizes (name: string, n: int, q: quantity) { \"a\" 1 1Gi  \"b\" 2 2  \"w\" -3 250m }\n"
    "set names = glob { \"a*\" \"b?\" } except { \"ab\" }\n"
    "set ports = { 0..2 7 }\n"
    "param most: int = 2\n"
    "param bound: quantity = 1Ki\n"
    "fn twice(n: int): int = n * 2\n"
    "fn big(c: C): bool = c.mem is set and c.mem > bound\n"
    "effective uid(p: S, c: C): int? = c.sub.uid ?? c.uid ?? p.uid\n"
    "effective weight(c: C): quantity = c.mem ?? c.sub.size\n";

typedef struct context {
  ev_buf *out;
  ref_bytes *bytes;
  bool element;   /* `c` is in sight */
  bool in_text;   /* within a message, where quotes are written with a backslash */
  uint32_t loops; /* around what is being written: a list inside another's loop is no product */
  uint32_t names; /* given away */
} context;

typedef enum type {
  BOOL,
  INT,
  QUANTITY,
  STRING,
  OPTIONAL_INT,
  OPTIONAL_STRING,
  LIST_C,
  LIST_INT,
  TYPES
} type;

/* A template: B I Q S are expressions of these types, J T optional ints and strings, L N lists of C and of
 * int, V a fresh name (v the last one); a template that begins with . needs the element `c`. */
static const char *const bools[] = {"true",
                                    "(I < I)",
                                    "(I == I)",
                                    "(Q >= Q)",
                                    "(S == S)",
                                    "(B and B)",
                                    "(B or B)",
                                    "(not B)",
                                    "(T is set)",
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
                                    "(S in { \"x\" \"ab\" })",
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
                                    "(J is set and J is I)"};
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
                                   "sum(n for n in N where n < I)"};
static const char *const quantities[] = {"1Gi",
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
                                         ".(c.mem ?? Q)",
                                         "(if B then Q else Q)"};
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
                                      "(if B then S else S)"};
static const char *const optional_ints[] = {"pod.spec.uid",
                                            ".c.uid",
                                            ".uid(pod.spec, c)",
                                            ".c.sub.uid",
                                            "pod.opt?.uid",
                                            "sizes[S]?.n",
                                            ".c.nums[I]",
                                            "(first V in N where v > I)",
                                            "(last V in N where v < I)",
                                            "(first V in L where v.on)?.uid"};
static const char *const optional_strings[] = {
    "pod.kind",     ".c.name", "pod.spec.tags[S]", ".c.add[I]", "(last V in L where v.on)?.name",
    "pod.opt?.word"};
static const char *const lists[] = {"pod.spec.cs", "[x for x in L where B]",
                                    "[x for x in pod.spec.cs where x.on]"};
static const char *const int_lists[] = {"[I, J]", "[I for x in L]", ".c.nums", "[y for y in N where y > I]"};

#define ALTERNATIVES(list)                                                                                   \
  { list, sizeof(list) / sizeof *(list) }
static const struct alternatives {
  const char *const *at;
  size_t count;
} alternatives[TYPES] = {ALTERNATIVES(bools),   ALTERNATIVES(ints),          ALTERNATIVES(quantities),
                         ALTERNATIVES(strings), ALTERNATIVES(optional_ints), ALTERNATIVES(optional_strings),
                         ALTERNATIVES(lists),   ALTERNATIVES(int_lists)};

#define MOST_DEPTH 5u

static void expression(context *c, type wanted, uint32_t depth);

static bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '\"';
}

static bool opens_loop(const char *t) { return strstr(t, " in L") || strstr(t, " in N"); }

/* An expression in place of a letter; the list of a loop is outside it. */
static void operand(context *c, type wanted, bool list_of_loop, uint32_t depth) {
  c->loops -= list_of_loop;
  expression(c, wanted, depth + 1);
  c->loops += list_of_loop;
}

static void literal_char(context *c, char ch) {
  if (ch == '"' && c->in_text) ev_buf_char(c->out, '\\');
  ev_buf_char(c->out, ch);
}

/* The variables of a template get numbers of their own: no name may hide another. */
static void expand(context *c, const char *t, uint32_t depth) {
  static const char letters[] = "BIQSJTLN";
  bool loop = opens_loop(t);
  uint32_t own = ++c->names;
  c->loops += loop;
  for (char before = ' '; *t; before = *t++) {
    const char *letter = strchr(letters, *t);
    bool alone = !is_word_char(before) && !is_word_char(t[1]);
    if (letter && alone)
      operand(c, (type)(letter - letters), loop && strchr("LN", *t), depth);
    else if (strchr("Vvxyn", *t) && alone && before != '.')
      ev_buf_format(c->out, "%c%u", *t == 'V' ? 'v' : *t, own);
    else
      literal_char(c, *t);
  }
  c->loops -= loop;
}

static bool may_stand(const context *c, const char *t) {
  if (*t == '.' && !c->element) return false;
  if (c->loops > 1) return !opens_loop(t) && !strstr(t, "(L)") && !strstr(t, "(N)");
  bool whole = opens_loop(t) || strstr(t, "(L)") || strstr(t, "pod.spec.cs");
  return c->loops == 0 || !whole;
}

static void expression(context *c, type wanted, uint32_t depth) {
  const struct alternatives *a = &alternatives[wanted];
  uint32_t which = depth >= MOST_DEPTH ? 0 : ref_choose(c->bytes, (uint32_t)a->count);
  const char *t = a->at[which];
  if (!may_stand(c, t)) t = a->at[0];
  expand(c, t + (*t == '.'), depth);
}

static void clause(context *c, const char *template) {
  ev_buf_text(c->out, "  ");
  expand(c, template, 1);
  ev_buf_char(c->out, '\n');
}

/* "..." in which only what stands in braces is expanded. */
static void text(context *c, const char *template) {
  ev_buf_text(c->out, "  ");
  for (const char *t = template; *t;) {
    char piece[64];
    size_t size = strcspn(t, "{");
    ev_buf_add(c->out, t, size);
    t += size;
    size_t inner = strcspn(t, "}");
    if (!*t || inner >= sizeof piece) break;
    memcpy(piece, t, inner);
    piece[inner] = '\0';
    c->in_text = true;
    expand(c, piece, MOST_DEPTH - 2);
    c->in_text = false;
    t += inner;
  }
  ev_buf_char(c->out, '\n');
}

static void rule(context *c, uint32_t number) {
  static const char *const conditions[] = {"where B", "provided B", "where B\n  where B",
                                           "needs J else \"no j\"", ""};
  static const char *const demands[] = {"require B", "forbid B", "require B\n  forbid B",
                                        "forbid B\n  require B else \"second\"", "require B"};
  static const char *const places[] = {"", "at pod.spec.uid else pod.kind", "at pod.spec"};
  static const char *const own_places[] = {"at uid(pod.spec, c) else c.name", "at c.mem", "at weight(c)",
                                           "at c.sub.uid else c"};
  static const char *const texts[] = {"", "say \"it {J} {S} {Q} {B}\"", "unsure \"perhaps {Q}\"",
                                      "note pod.spec.uid \"see {I}\"", "say \"{T} and {Q .. Q}\""};
  ev_buf_format(c->out, "rule R%u error \"title %u\" {\n", number, number);
  c->element = ref_choose(c->bytes, 4) != 0;
  if (c->element)
    clause(c,
           ref_choose(c->bytes, 3) ? "for c in pod.spec.cs" : "for c in [x for x in pod.spec.cs where x.on]");
  c->loops = c->element;
  clause(c, REF_PICK(c->bytes, conditions));
  clause(c, REF_PICK(c->bytes, demands));
  clause(c,
         c->element && ref_choose(c->bytes, 3) ? REF_PICK(c->bytes, own_places) : REF_PICK(c->bytes, places));
  text(c, REF_PICK(c->bytes, texts));
  ev_buf_text(c->out, "  help \"h\"\n}\n");
  c->loops = 0;
}

void ref_generate_rules(ev_buf *out, ref_bytes *bytes) {
  context c = {.out = out, .bytes = bytes};
  ev_buf_text(out, prelude);
  uint32_t rules = 1 + ref_choose(bytes, 4);
  for (uint32_t i = 0; i < rules; i++) rule(&c, i + 1);
}

/* Rule files out of bytes: rules of many forms over the declarations of the templates. */
#include "templates.h"

#define MOST_DEPTH 5u

typedef struct context {
  ev_buf *out;
  ref_bytes *bytes;
  bool element;   /* `c` is in sight */
  bool in_text;   /* within a message, where quotes are written with a backslash */
  uint32_t loops; /* around what is being written: a list inside another's loop is no product */
  uint32_t lists; /* in a loop: of what is the element's, or constant */
  uint32_t names; /* given away */
  uint32_t lets[REF_EXPR_TYPES]; /* number of a name of this type in sight; 0: none */
} context;

/* Used up, they say 0: every choice's first alternative ends the text. */
uint32_t ref_choose(ref_bytes *b, uint32_t most) {
  if (b->size == 0) return 0;
  b->size--;
  return (b->from_back ? b->at[b->size] : *b->at++) % most;
}

/* ---- expressions */

static void expression(context *c, ref_expr_type wanted, uint32_t depth);

static bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '\"';
}

static bool opens_loop(const char *t) {
  return strstr(t, " in L") || strstr(t, " in N") || strstr(t, " in M") || strstr(t, " in pod") ||
         strstr(t, "ports_of(pod)");
}

/* Does it go over all of a list that is not the element's? */
static bool is_whole(const char *t) {
  return opens_loop(t) || strstr(t, "(L)") || strstr(t, "(M)") || strstr(t, "(N)") ||
         strstr(t, "pod.spec.cs") || strstr(t, "keys(") || strstr(t, "memory(pod)") || strstr(t, " ++ ");
}

static bool makes_list(const char *t) {
  return strstr(t, "[I") || strstr(t, "[S") || strstr(t, "in [") || strstr(t, "split(") ||
         strstr(t, "words(") || strstr(t, "N)") || strstr(t, "M)");
}

/* An expression in place of a letter; the list of a loop is outside it. */
static void operand(context *c, ref_expr_type wanted, bool list_of_loop, uint32_t depth) {
  c->loops -= list_of_loop;
  expression(c, wanted, depth + 1);
  c->loops += list_of_loop;
}

static void literal_char(context *c, char ch) {
  if (c->in_text && (ch == '"' || ch == '\\')) ev_buf_char(c->out, '\\');
  ev_buf_char(c->out, ch);
}

/* Patterns are letters in a string: there any P is one. */
static bool is_letter(char before, char letter, char after) {
  return letter == 'P' || (!is_word_char(before) && !is_word_char(after));
}

static void expand(context *c, const char *t, uint32_t depth) {
  bool loop = opens_loop(t), list = c->loops && makes_list(t);
  uint32_t own = ++c->names;
  c->loops += loop;
  c->lists += list;
  for (char before = ' '; *t; before = *t++) {
    const char *letter = strchr(ref_letters, *t);
    bool alone = !is_word_char(before) && !is_word_char(t[1]);
    if (letter && is_letter(before, *t, t[1]))
      operand(c, (ref_expr_type)(letter - ref_letters), loop && strchr("LNM", *t), depth);
    else if (strchr("Vvxyn", *t) && alone && before != '.')
      ev_buf_format(c->out, "%c%u", *t == 'V' ? 'v' : *t, own);
    else
      literal_char(c, *t);
  }
  c->loops -= loop;
  c->lists -= list;
}

static bool may_stand(const context *c, const char *t) {
  if (*t == '.' && !c->element) return false;
  if (c->lists && (strstr(t, "pod.") || strstr(t, "owner."))) return false;
  return c->loops == 0 || !is_whole(t);
}

static void expression(context *c, ref_expr_type wanted, uint32_t depth) {
  const ref_templates *templates = &ref_expr_templates[wanted];
  uint32_t which = depth >= MOST_DEPTH ? 0 : ref_choose(c->bytes, (uint32_t)templates->count);
  const char *t = templates->at[which];
  if (c->lets[wanted] && ref_choose(c->bytes, 4) == 1) {
    ev_buf_format(c->out, "let%u", (unsigned)c->lets[wanted]);
    return;
  }
  if (!may_stand(c, t)) t = templates->at[0];
  expand(c, t + (*t == '.'), depth);
}

/* ---- clauses */

static void clause(context *c, const char *template) {
  ev_buf_text(c->out, "  ");
  expand(c, template, 1);
  ev_buf_char(c->out, '\n');
}

static void piece_of(context *c, const char *template, size_t size) {
  char piece[256];
  if (size >= sizeof piece) return;
  memcpy(piece, template, size);
  piece[size] = '\0';
  clause(c, piece);
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

/* A name for a value, of a type that is then also written so. */
static void let(context *c) {
  static const ref_expr_type types[] = {REF_T_BOOL,   REF_T_INT,        REF_T_OPTIONAL_INT,
                                        REF_T_LIST_C, REF_T_INTERVAL,   REF_T_LIST_INT,
                                        REF_T_STRING, REF_T_LIST_STRING};
  ref_expr_type type = REF_PICK(c->bytes, types);
  uint32_t name = ++c->names;
  ev_buf_format(c->out, "  let let%u = ", (unsigned)name);
  expression(c, type, 2);
  ev_buf_char(c->out, '\n');
  c->lets[type] = name;
}

/* What a case goes over; with `c` if it is an element there. */
typedef struct form {
  const char *clauses;
  bool element;
  uint32_t loops;
  bool demands; /* it has a demand, behind which no condition may stand */
} form;

static const form forms[] = {
    {"", false, 0, false},
    {"for c in pod.spec.cs", true, 1, false},
    {"for c in [x for x in pod.spec.cs where x.on]", true, 1, false},
    {"for c in L", true, 1, false},
    {"for d in pod.spec.cs, z in d.nums\n  where z > I", false, 2, false},
    {"for d in pod.spec.cs, z in words_of(d)\n  where z in G", false, 2, false},
    {"for d in pod.spec.cs, z in sizes\n  where z.n > I", false, 2, false},
    {"for z in ports_of(pod)\n  where z.port > I", false, 1, false},
    {"for z in M\n  where z != S", false, 1, false},
    {"for z in sizes\n  where z.q > Q", false, 1, false},
    {"for d in pod.spec.cs, c in pod.spec.cs\n  where (d.name ?? \"a\") == (c.name ?? \"b\")", true, 2,
     false},
    {"for d in pod.spec.cs, c in pod.spec.cs\n  provided d.uid is set and c.uid is set\n  provided d.uid == "
     "c.uid",
     true, 2, false},
    {"for d in pod.spec.cs, c in [x for x in pod.spec.cs where x.on]\n  where d.mode == c.mode", true, 2,
     false},
    {"for d in L, c in L\n  where weight(d) == weight(c)", true, 2, false},
    {"for d in L, c in pod.spec.cs\n  where span(d) == span(c)", true, 2, false},
    {"for d in pod.spec.cs, c in L\n  forbid d.on == c.on", true, 2, true},
    {"for d in pod.spec.cs, z in d.nums, c in pod.spec.cs\n  where (c.uid ?? 0) == z", true, 3, false},
    {"for each pair (d, c) in L\n  forbid (d.uid ?? 0) == (c.uid ?? 0)", true, 1, true},
    {"for each pair (d, c) in L\n  where d.mode == c.mode", true, 1, false},
    {"for each pair (d, c) in pod.spec.cs\n  provided d.name is set and c.name is set\n  forbid d.name == "
     "c.name",
     true, 1, true},
    {"for each pair (d, c) in L\n  provided weight(d) == weight(c)", true, 1, false},
    {"for each pair (d, c) in L\n  where named(d) == named(c)", true, 1, false},
    {"for each pair (d, z) in M\n  where d == z", false, 1, false}};

static void conditions(context *c) {
  static const char *const of_each[] = {"where B",
                                        "provided B",
                                        "where B\n  where B",
                                        "needs J else \"no j\"",
                                        "needs T else \"no t\"\n  where B",
                                        ""};
  clause(c, REF_PICK(c->bytes, of_each));
}

static void places(context *c) {
  static const char *const of_all[] = {"at pod",
                                       "at pod.spec.uid else pod.kind",
                                       "at pod.spec.tags[S] else pod",
                                       "at (if B then pod.spec.uid else pod.opt?.uid) else pod.spec.limits",
                                       "at keys(pod.spec.tags)[I] else pod",
                                       "at pod.spec.cs else pod",
                                       "at (last x in pod.spec.cs where B)?.name else pod"};
  static const char *const own[] = {"at uid(pod.spec, c) else c.name",
                                    "at c.mem",
                                    "at weight(c)",
                                    "at c.sub.uid else c",
                                    "at c.nums else c",
                                    "at (if B then c.uid else c.mem) else c"};
  const char *chosen = REF_PICK(c->bytes, of_all);
  if (c->element && ref_choose(c->bytes, 3)) chosen = REF_PICK(c->bytes, own);
  clause(c, may_stand(c, chosen) ? chosen : of_all[0]);
}

static void say(context *c) {
  static const char *const texts[] = {"",
                                      "say \"it {J} {S} {Q} {B}\"",
                                      "unsure \"perhaps {R}\"",
                                      "note pod.spec.uid \"see {I}\"",
                                      "say \"{T} and {Q .. Q}\"",
                                      "say \"{M} of {L}, {N}\"",
                                      "say \"{pod.spec} {pod.spec.extra} {sizes} {K}\""};
  static const char *const own[] = {"note uid(pod.spec, c) \"here {T}\"", "note c.name \"{J}\"",
                                    "note weight(c) \"{Q}\"\n  note c.add \"add {c.add}\"",
                                    "say \"{c} {c.nums}\""};
  text(c, c->element && ref_choose(c->bytes, 3) == 1 ? REF_PICK(c->bytes, own) : REF_PICK(c->bytes, texts));
}

static void body(context *c) {
  static const char *const demands[] = {"require B", "forbid B", "require B\n  forbid B",
                                        "forbid B\n  require B else \"second\"", "require B"};
  memset(c->lets, 0, sizeof c->lets);
  c->element = false;
  c->loops = 0;
  if (ref_choose(c->bytes, 3) == 1) let(c);
  const form *chosen = &REF_PICK(c->bytes, forms);
  size_t loop = strcspn(chosen->clauses, "\n");
  piece_of(c, chosen->clauses, loop);
  c->element = chosen->element;
  c->loops = chosen->loops;
  piece_of(c, chosen->clauses + loop, strlen(chosen->clauses + loop));
  if (!chosen->demands) conditions(c);
  if (ref_choose(c->bytes, 6) == 1) let(c);
  clause(c, REF_PICK(c->bytes, demands));
  places(c);
  say(c);
}

/* ---- declarations */

static void rule(context *c, uint32_t number) {
  ev_buf_format(c->out, "rule R%u error \"title %u\" {\n", number, number);
  if (ref_choose(c->bytes, 4) == 1) {
    for (uint32_t n = 1 + ref_choose(c->bytes, 3); n; n--) {
      ev_buf_text(c->out, "  case {\n");
      body(c);
      ev_buf_text(c->out, "  }\n");
    }
  } else {
    body(c);
  }
  ev_buf_text(c->out, "  help \"h\"\n}\n");
}

/* Settings of params; its manifest is not looked at. */
static void test(context *c) {
  static const char *const settings[] = {"with most = 7",        "with bound = 250m",
                                         "with word = \"w\"",    "with flag = true",
                                         "with allowed = names", "with allowed = glob { \"P\" }",
                                         "with numbers = ports", "with numbers = { -3..0 65535 }"};
  ev_buf_text(c->out, "test \"settings\" { given \"\"\n");
  clause(c, REF_PICK(c->bytes, settings));
  ev_buf_text(c->out, "  expect nothing }\n");
}

void ref_generate_rules(ev_buf *out, ref_bytes *bytes) {
  context c = {.out = out, .bytes = bytes};
  ev_buf_text(out, ref_prelude);
  uint32_t rules = 1 + ref_choose(bytes, 4);
  for (uint32_t i = 0; i < rules; i++) rule(&c, i + 1);
  c.element = false;
  c.loops = 0;
  memset(c.lets, 0, sizeof c.lets);
  if (ref_choose(bytes, 3) == 1) clause(&c, "scope chosen for pod = B");
  if (ref_choose(bytes, 3) == 1) test(&c);
}

/* Rule files out of bytes: rules of many forms over the declarations of the world. */
#include "generate_expr.h"

/* Of rules that compare little with little it is known best what they need. */
#define SHALLOWEST 2u
#define DEEPEST    5u

/* ---- clauses */

static void clause(ref_writer *w, const char *format) {
  ev_buf_text(w->out, "  ");
  ref_write_format(w, format, 1);
  ev_buf_char(w->out, '\n');
}

/* One of the formats that can be written there; none where no one can. */
static void any_clause(ref_writer *w, const char *const *formats, uint32_t count) {
  uint32_t start = ref_choose(w->bytes, count);
  for (uint32_t i = 0; i < count; i++) {
    const char *format = formats[(start + i) % count];
    if (!ref_can_write_format(w, format)) continue;
    if (*format) clause(w, format);
    return;
  }
}
#define ANY_CLAUSE(w, list) any_clause((w), (list), sizeof(list) / sizeof *(list))

/* In braces quotes have a backslash. */
static void text(ref_writer *w, const char *format) {
  ev_buf_text(w->out, "  ");
  for (const char *f = format; *f;) {
    char piece[64];
    bool within = *f == '{';
    size_t size = strcspn(f, within ? "}" : "{");
    if (size >= sizeof piece) break;
    memcpy(piece, f, size);
    piece[size] = '\0';
    w->quoted = within;
    ref_write_format(w, piece, 3);
    w->quoted = false;
    f += size;
  }
  ev_buf_char(w->out, '\n');
}

/* A name for a value. */
static void let(ref_writer *w) {
  static const ref_type types[] = {REF_BOOL,
                                   REF_INT,
                                   REF_OPTIONAL_INT,
                                   REF_CONTAINERS,
                                   REF_STRING,
                                   REF_QUANTITY,
                                   REF_INTERVAL,
                                   REF_OPTIONAL_STRING,
                                   REF_STRINGS,
                                   REF_INTS,
                                   REF_TEXTS,
                                   REF_OPTIONAL_QUANTITY,
                                   REF_DETAILS,
                                   REF_VARIABLES,
                                   REF_OPTIONAL_CONTAINER};
  ref_type type = REF_PICK(w->bytes, types);
  uint32_t least = w->least;
  w->least = w->level;
  if (ref_can_write(w, type)) {
    ref_name name = ref_fresh_name(w, type, 'l', w->level);
    ev_buf_format(w->out, "  let %s = ", name.text);
    ref_write_expression(w, type, 2);
    ev_buf_char(w->out, '\n');
    ref_add_name(w, type, name.text, w->level);
  }
  w->least = least;
}

static void conditions(ref_writer *w) {
  static const char *const of_each[] = {"where <bool>",
                                        "",
                                        "provided <bool>",
                                        "where <bool>\n  where <bool>",
                                        "needs <int?> else \"no number\"",
                                        "",
                                        "needs <str?> else \"no text\"\n  where <bool>",
                                        "",
                                        "needs <con?>?.mem else \"no amount\"",
                                        ""};
  if (ref_choose(w->bytes, 4) == 1) let(w);
  ANY_CLAUSE(w, of_each);
}

static void say(ref_writer *w) {
  static const char *const texts[] = {"",
                                      "say \"it {<int?>} {<str>} {<qty>} {<bool>}\"",
                                      "unsure \"perhaps {<range>}\"",
                                      "note <spec>.uid \"see {<int>}\"",
                                      "say \"{<str?>} and {<qty>}\"",
                                      "say \"{<strs>} of {<cons>}, {<ints>}\"",
                                      "say \"{<spec>} {<spec>.extra} {sizes} {<qty?>}\"",
                                      "note uid(<spec>, <con>) \"here {<str?>}\"",
                                      "note <con>.name \"{<int?>}\"",
                                      "note weight(<con>) \"{<qty>}\"\n  note <con>.add \"add {<con>.add}\"",
                                      "say \"{<con>} {<con>.nums}\""};
  uint32_t count = sizeof texts / sizeof *texts, start = ref_choose(w->bytes, count);
  for (uint32_t i = 0; i < count; i++) {
    const char *chosen = texts[(start + i) % count];
    if (!ref_can_write_format(w, chosen)) continue;
    if (*chosen) text(w, chosen);
    return;
  }
}

/* ---- what a case goes over */

typedef struct loop {
  ref_type element;
  const char *list;
} loop;

static const loop loops[] = {{REF_CONTAINER, "<cons>"}, {REF_CONTAINER, "<spec>.cs"}, {REF_STRING, "<strs>"},
                             {REF_VARIABLE, "<vars>"},  {REF_PORT, "<ports>"},        {REF_INT, "<ints>"},
                             {REF_ROW, "<rows>"},       {REF_CONTAINER, "<!spec>.cs"}};
#define LOOPS (sizeof loops / sizeof *loops)

/* Within another one, over something of its element. */
static void go_over(ref_writer *w) {
  uint32_t start = ref_choose(w->bytes, LOOPS), least = w->least;
  w->least = w->level;
  for (uint32_t i = 0; i < LOOPS; i++) {
    const loop *l = &loops[(start + i) % LOOPS];
    if (!ref_can_write_format(w, l->list)) continue;
    ref_name name = ref_fresh_name(w, l->element, 'e',
                                   l->element == REF_ROW ? REF_CONSTANT_LEVEL : w->level + 1);
    ev_buf_format(w->out, "  for %s in ", name.text);
    ref_write_format(w, l->list, 2);
    ev_buf_char(w->out, '\n');
    ref_add_name(w, name.type, name.text, name.level);
    w->level++;
    break;
  }
  w->least = least;
}

/* Lists that are joined, and pairs: of elements c and d. */
typedef struct join {
  const char *loop, *condition;
  ref_type c, d;
  uint32_t levels;
  bool demands; /* a demand joins them, behind which no condition may stand */
} join;

#define CC REF_CONTAINER, REF_CONTAINER
static const join joins[] = {
    {"for d in <spec>.cs, c in <spec>.cs", "where (d.name ?? \"a\") == (c.name ?? \"b\")", CC, 2, false},
    {"for d in <spec>.cs, c in <spec>.cs",
     "provided d.uid is set and c.uid is set\n  provided d.uid == c.uid", CC, 2, false},
    {"for d in <spec>.cs, c in [x for x in <spec>.cs where x.on]", "where d.mode == c.mode", CC, 2, false},
    {"for d in <cons>, c in <cons>", "where weight(d) == weight(c)", CC, 2, false},
    {"for d in <cons>, c in <spec>.inits", "where span(d) == span(c)", CC, 2, false},
    {"for d in <spec>.cs, c in <cons>", "forbid d.on == c.on", CC, 2, true},
    {"for d in <spec>.cs, c in d.nums, e in <spec>.cs", "where (e.uid ?? 0) == c", REF_INT, REF_CONTAINER, 3,
     false},
    {"for d in <spec>.cs, c in words_of(d)", "where c in <set>", REF_STRING, REF_CONTAINER, 2, false},
    {"for each pair (d, c) in <cons>", "forbid (d.uid ?? 0) == (c.uid ?? 0)", CC, 1, true},
    {"for each pair (d, c) in <cons>", "where d.mode == c.mode", CC, 1, false},
    {"for each pair (d, c) in <spec>.cs",
     "provided d.name is set and c.name is set\n  forbid d.name == c.name", CC, 1, true},
    {"for each pair (d, c) in <cons>", "provided weight(d) == weight(c)", CC, 1, false},
    {"for each pair (d, c) in <cons>", "where named(d) == named(c)", CC, 1, false},
    {"for each pair (d, c) in <strs>", "where d == c", REF_STRING, REF_STRING, 1, false}};

/* True where it has a demand. */
static bool joined(ref_writer *w) {
  const join *j = &REF_PICK(w->bytes, joins);
  if (!ref_can_write_format(w, j->loop)) return false;
  clause(w, j->loop);
  w->level += j->levels;
  ref_add_name(w, j->c, "c", w->level);
  ref_add_name(w, j->d, "d", j->levels == 1 ? w->level : 1);
  clause(w, j->condition);
  return j->demands;
}

/* ---- cases */

typedef struct seen { /* views that a case looks at */
  const char *names[2];
  ref_type types[2];
} seen;

static const seen views[] = {{{"pod", NULL}, {REF_POD}},       {{"pod", "owner"}, {REF_POD, REF_META}},
                             {{"inner", NULL}, {REF_SPEC}},    {{"pod", NULL}, {REF_POD}},
                             {{"work", NULL}, {REF_WORKLOAD}}, {{"pod", "inner"}, {REF_POD, REF_SPEC}}};

static void demands(ref_writer *w) {
  static const char *const of_all[] = {"require <bool>", "forbid <bool>", "require <bool>\n  forbid <bool>",
                                       "forbid <bool>\n  require <bool> else \"second\""};
  ANY_CLAUSE(w, of_all);
}

static void body(ref_writer *w) {
  static const char *const places[] = {"at <place>", "at <place>", ""};
  const seen *view = &REF_PICK(w->bytes, views);
  bool demanding = false;
  w->most_depth = SHALLOWEST + ref_choose(w->bytes, 4);
  w->name_count = w->level = w->least = 0;
  for (int i = 0; i < 2 && view->names[i]; i++) ref_add_name(w, view->types[i], view->names[i], 0);
  uint32_t form = ref_choose(w->bytes, 8);
  if (form > 1) conditions(w);
  if (form == 2 || form == 3) demanding = joined(w);
  if (form > 3) go_over(w);
  if (form > 6 && w->level == 1) go_over(w);
  if (!demanding) conditions(w);
  demands(w);
  ANY_CLAUSE(w, places);
  say(w);
}

/* ---- declarations */

static void rule(ref_writer *w, uint32_t number) {
  ev_buf_format(w->out, "rule R%u error \"title\" {\n", (unsigned)number);
  if (ref_choose(w->bytes, 5) == 1) {
    for (uint32_t n = 1 + ref_choose(w->bytes, 3); n; n--) {
      ev_buf_text(w->out, "  case {\n");
      body(w);
      ev_buf_text(w->out, "  }\n");
    }
  } else {
    body(w);
  }
  ev_buf_text(w->out, "  help \"h\"\n}\n");
}

static void function(ref_writer *w) {
  static const ref_type results[] = {REF_BOOL,         REF_STRING,  REF_OPTIONAL_STRING, REF_INT,
                                     REF_OPTIONAL_INT, REF_STRINGS, REF_QUANTITY,        REF_CONTAINERS,
                                     REF_INTS,         REF_TEXTS};
  static const ref_type parameters[] = {REF_CONTAINER, REF_SPEC,   REF_POD, REF_OPTIONAL_STRING,
                                        REF_STRING,    REF_DETAIL, REF_INT, REF_CONTAINERS};
  ref_signature *f = &w->functions[w->function_count];
  *f = (ref_signature){.result = REF_PICK(w->bytes, results), .count = 1 + ref_choose(w->bytes, 2)};
  w->name_count = w->level = w->least = 0;
  for (uint32_t i = 0; i < f->count; i++) {
    f->parameters[i] = REF_PICK(w->bytes, parameters);
    ref_add_name(w, f->parameters[i], i ? "b" : "a", 0);
  }
  if (!ref_can_write(w, f->result)) return;
  ev_buf_format(w->out, "fn f%u(", (unsigned)w->function_count);
  for (uint32_t i = 0; i < f->count; i++)
    ev_buf_format(w->out, "%s%s: %s", i ? ", " : "", i ? "b" : "a", ref_types[f->parameters[i]].vet);
  ev_buf_format(w->out, "): %s = ", ref_types[f->result].vet);
  ref_write_expression(w, f->result, 2);
  ev_buf_char(w->out, '\n');
  w->function_count++;
}

/* Settings of params; its manifest is not looked at. */
static void test(ref_writer *w) {
  static const char *const settings[][3] = {
      {"with most = 7", "with most = 0", "with most = -1"},
      {"with bound = 250m", "with bound = 1", "with bound = 0.5"},
      {"with half = 1.5", "with half = 2", "with half = -1"},
      {"with word = <lit>", "with word = \"w\"", "with word = \"\""},
      {"with flag = true", "with flag = true", "with flag = false"},
      {"with allowed = names", "with allowed = glob { \"<glob>\" }", "with allowed = glob { \"b*\" }"},
      {"with words = { <lit> }", "with words = { \"b\" \"ab\" }", "with words = { \"x\" }"},
      {"with numbers = ports", "with numbers = { -3..0 65535 }", "with numbers = { 7 2 }"}};
  ev_buf_text(w->out, "test \"settings\" { given \"\"\n");
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
    if (ref_choose(w->bytes, 3) == 1) clause(w, REF_PICK(w->bytes, settings[i]));
  ev_buf_text(w->out, "  expect nothing }\n");
}

void ref_generate_program(ev_buf *out, ref_bytes *bytes, uint32_t copies) {
  ref_writer w = {.out = out, .bytes = bytes, .most_depth = DEEPEST};
  ev_buf_text(out, ref_prelude);
  clause(&w, "set own = <sets>");
  for (uint32_t n = ref_choose(bytes, REF_MOST_FUNCTIONS + 1); n; n--) function(&w);
  uint32_t rules = 1 + ref_choose(bytes, 6);
  ref_bytes start = *bytes;
  for (uint32_t copy = 0; copy < copies; copy++) {
    *bytes = start;
    for (uint32_t i = 0; i < rules; i++) rule(&w, copy * REF_MOST_RULES + i + 1);
  }
  w.most_depth = DEEPEST;
  w.name_count = w.level = w.least = 0;
  ref_add_name(&w, REF_POD, "pod", 0);
  if (ref_choose(bytes, 3) == 1) clause(&w, "scope chosen for pod = <bool>");
  if (ref_choose(bytes, 3) == 1) test(&w);
}

void ref_generate_rules(ev_buf *out, ref_bytes *bytes) { ref_generate_program(out, bytes, 1); }

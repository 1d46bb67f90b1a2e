#include "harness.h"
#include "manifest_lines.h"
#include "mutate.h"

#define PICK(random, list) ((list)[harness_random((random), sizeof(list) / sizeof *(list))])
#define MOST_ANCHORS       8u

typedef struct mutation {
  const lines *lines;
  uint64_t *random;
  ev_buf scratch; /* holds the text of the edit */
} mutation;

static const edit no_edit = {0, 0, {"", 0}};

static ev_str slice(const mutation *m, size_t from, size_t to) {
  return ev_str_slice(m->lines->text, from, to);
}

static const line *pick_line(const mutation *m) {
  return &m->lines->at[harness_random(m->random, (uint32_t)m->lines->count)];
}

/* A line that has a value, and more than `- `; NULL where a few tries found none. */
static const line *pick_valued(const mutation *m) {
  for (int tries = 0; tries < 8; tries++) {
    const line *l = pick_line(m);
    if (l->value_end > l->value) return l;
  }
  return NULL;
}

static size_t end_of(const mutation *m, const line *l) {
  size_t below = lines_below(m->lines, (size_t)(l - m->lines->at));
  return m->lines->at[below - 1].end;
}

/* ---- what hangs together */

/* Lines with as many blanks in front as fit another place, the first one's indentation counting. */
static void add_indented(mutation *m, const lines *from, size_t first, size_t indent) {
  size_t own = from->at[first].indent;
  for (size_t i = first, end = lines_below(from, first); i < end; i++) {
    const line *l = &from->at[i];
    size_t deeper = l->indent > own ? l->indent - own : 0;
    ev_buf_fill(&m->scratch, ' ', l->blank ? 0 : indent + deeper);
    ev_buf_str(&m->scratch, ev_str_slice(from->text, l->start + l->indent, l->end));
  }
  if (!ev_str_ends(ev_buf_view(&m->scratch), EV_STR("\n"))) ev_buf_char(&m->scratch, '\n');
}

static edit insert(mutation *m, size_t at) {
  bool broken = at > 0 && m->lines->text.at[at - 1] != '\n';
  if (broken) return no_edit;
  return (edit){at, at, ev_buf_view(&m->scratch)};
}

static edit swap_with_next(mutation *m, const line *l) {
  size_t first = (size_t)(l - m->lines->at), second = lines_below(m->lines, first);
  if (second >= m->lines->count || m->lines->at[second].indent != l->indent) return no_edit;
  size_t middle = m->lines->at[second].start, end = end_of(m, &m->lines->at[second]);
  if (m->lines->text.at[end - 1] != '\n') return no_edit;
  ev_buf_str(&m->scratch, slice(m, middle, end));
  ev_buf_str(&m->scratch, slice(m, l->start, middle));
  return (edit){l->start, end, ev_buf_view(&m->scratch)};
}

static edit change_tree(mutation *m) {
  const line *l = pick_line(m), *other = pick_line(m);
  switch (harness_random(m->random, 4)) {
  case 0: return (edit){l->start, end_of(m, l), EV_STR("")};
  case 1: return swap_with_next(m, l);
  case 2: other = l; break;
  default: break;
  }
  if (other->item != l->item) return no_edit;
  add_indented(m, m->lines, (size_t)(other - m->lines->at), l->indent);
  return insert(m, end_of(m, l));
}

/* ---- scalars */

static const char *odd_scalar(uint64_t *random) {
  static const char *const scalars[] = {"0",
                                        "1",
                                        "-1",
                                        "65535",
                                        "9223372036854775807",
                                        "18446744073709551616",
                                        "0.5",
                                        "1e3",
                                        "1e999",
                                        "0644",
                                        "0x1F",
                                        "1_000",
                                        "08",
                                        "+5",
                                        ".inf",
                                        "1:30",
                                        "2001-01-01",
                                        "100m",
                                        "64Mi",
                                        "2Gi",
                                        "0.1Gi",
                                        "1n",
                                        "16Ei",
                                        "true",
                                        "yes",
                                        "No",
                                        "ON",
                                        "y",
                                        "~",
                                        "null",
                                        "Null",
                                        "''",
                                        "\"\"",
                                        "nginx:1.25",
                                        "a/b@sha256:00",
                                        "registry.local:5000/x",
                                        "8080",
                                        "http",
                                        "[]",
                                        "{}",
                                        "[1, a]",
                                        "{a: 1}",
                                        "\"1\"",
                                        "'yes'",
                                        "<<",
                                        "!!str 5",
                                        "!!int \"5\"",
                                        "!x y",
                                        "!!binary aGk=",
                                        "\"\\u00e9\\x1b\"",
                                        "\"it\\'s\"",
                                        "{{ x }}",
                                        "\"{{ .Values.x }}\"",
                                        "a: b",
                                        "|\n          text",
                                        "x # y"};
  return PICK(random, scalars);
}

static bool is_delimiter(char c) { return memchr("[]{},", c, 5) != NULL; }

/* Of a value between brackets, one piece. */
static void narrow(const mutation *m, size_t *from, size_t *to) {
  ev_str s = m->lines->text;
  if (*to - *from < 3 || !is_delimiter(s.at[*from])) return;
  size_t start = *from + 1 + harness_random(m->random, (uint32_t)(*to - *from - 2)), end = start;
  while (start > *from + 1 && !is_delimiter(s.at[start - 1]) &&
         !(s.at[start - 1] == ' ' && s.at[start - 2] == ':'))
    start--;
  while (end + 1 < *to && !is_delimiter(s.at[end]) && s.at[end] != ':') end++;
  *from = start;
  *to = end > start ? end : start;
}

static edit replace_scalar(mutation *m) {
  const line *l = pick_valued(m), *other = pick_valued(m);
  if (!l || !other) return no_edit;
  size_t from = l->value, to = l->value_end;
  narrow(m, &from, &to);
  ev_str text = harness_random(m->random, 3) ? ev_str_of(odd_scalar(m->random))
                                             : slice(m, other->value, other->value_end);
  return (edit){from, to, text};
}

static edit replace_key(mutation *m) {
  static const char *const keys[] = {"on",     "1",     "1.5", "\"1\"", "'a b'",
                                     "\"<<\"", "? a\n", "y",   "0x10",  "null"};
  const line *l = pick_line(m), *other = pick_line(m);
  if (l->key == l->key_end) return no_edit;
  bool odd = other->key == other->key_end || harness_random(m->random, 4) == 0;
  return (edit){l->key, l->key_end,
                odd ? ev_str_of(PICK(m->random, keys)) : slice(m, other->key, other->key_end)};
}

/* The same text in quotes, or as a block. */
static edit requote(mutation *m) {
  const line *l = pick_valued(m);
  if (!l || memchr("[{|>&*!'\"", m->lines->text.at[l->value], 9)) return no_edit;
  ev_str text = slice(m, l->value, l->value_end);
  static const char *const quotes[] = {"'", "\"", "|", ">-", "|2"};
  const char *quote = PICK(m->random, quotes);
  ev_buf_text(&m->scratch, quote);
  bool block = quote[0] == '|' || quote[0] == '>';
  if (block) {
    ev_buf_char(&m->scratch, '\n');
    ev_buf_fill(&m->scratch, ' ', l->indent + 4);
  }
  ev_buf_str(&m->scratch, text);
  if (!block) ev_buf_text(&m->scratch, quote);
  return (edit){l->value, l->value_end, ev_buf_view(&m->scratch)};
}

/* ---- anchors and aliases */

/* Where the names of up to MOST_ANCHORS anchors before a byte of the same document start. */
static size_t find_anchors(const mutation *m, size_t before, ev_str *names) {
  ev_str s = m->lines->text;
  size_t count = 0;
  for (size_t i = 0; i < m->lines->count && m->lines->at[i].start < before; i++) {
    const line *l = &m->lines->at[i];
    if (ev_str_starts(slice(m, l->start, l->end), EV_STR("---"))) count = 0;
    if (l->value == l->value_end || s.at[l->value] != '&' || count == MOST_ANCHORS) continue;
    size_t end = l->value + 1;
    while (end < l->value_end && s.at[end] != ' ') end++;
    if (l->value < before) names[count++] = slice(m, l->value + 1, end);
  }
  return count;
}

static edit add_anchor(mutation *m) {
  static const char *const anchors[] = {"&a ", "&b ", "&c "};
  const line *l = pick_line(m);
  if (l->blank || (l->value < l->value_end && memchr("&*", m->lines->text.at[l->value], 2))) return no_edit;
  if (l->value == l->value_end) ev_buf_char(&m->scratch, ' ');
  ev_buf_text(&m->scratch, PICK(m->random, anchors));
  return (edit){l->value, l->value, ev_buf_view(&m->scratch)};
}

static edit add_alias(mutation *m) {
  ev_str names[MOST_ANCHORS];
  const line *l = pick_valued(m);
  size_t count = l ? find_anchors(m, l->start, names) : 0;
  if (count == 0) return add_anchor(m);
  ev_str name = names[harness_random(m->random, (uint32_t)count)];
  if (harness_random(m->random, 4) == 0 && l->key < l->key_end && !l->item) {
    ev_buf_fill(&m->scratch, ' ', l->indent);
    ev_buf_format(&m->scratch, "<<: *%.*s\n", EV_STR_ARG(name));
    return insert(m, l->start);
  }
  ev_buf_format(&m->scratch, "*%.*s", EV_STR_ARG(name));
  return (edit){l->value, l->value_end, ev_buf_view(&m->scratch)};
}

/* ---- documents and lines */

static edit add_line(mutation *m) {
  static const char *const texts[] = {"---\n", "--- # next\n", "...\n", "# x: y\n",
                                      "\n",    "\xef\xbb\xbf", "\t\n",  "a: b\n"};
  const line *l = pick_line(m);
  if (harness_random(m->random, 4)) {
    ev_buf_text(&m->scratch, PICK(m->random, texts));
  } else {
    ev_buf_text(&m->scratch, "---\n");
    ev_buf_str(&m->scratch, m->lines->text);
    ev_buf_text(&m->scratch, "\n---\n");
  }
  return l->indent == 0 ? insert(m, l->start) : no_edit;
}

static edit change(mutation *m) {
  switch (harness_random(m->random, 16)) {
  case 0:
  case 1: return replace_key(m);
  case 2: return requote(m);
  case 3: return add_anchor(m);
  case 4:
  case 5: return add_alias(m);
  case 6: return add_line(m);
  case 7:
  case 8:
  case 9:
  case 10: return change_tree(m);
  default: return replace_scalar(m);
  }
}

size_t mutate_manifest(uint8_t *data, size_t size, size_t most, unsigned seed) {
  static lines found;
  uint64_t random = seed;
  if (harness_random(&random, 16) == 0) return LLVMFuzzerMutate(data, size, most);
  for (uint32_t changes = 1 + harness_random(&random, 3), tries = 0; changes > 0 && tries < 16; tries++) {
    mutation m = {.lines = &found, .random = &random};
    lines_find(&found, (ev_str){(const char *)data, size});
    if (found.count == 0) break;
    edit e = change(&m);
    check(!m.scratch.failed);
    if (e.to > e.from || e.text.size) changes--;
    size = edit_apply(data, size, most, &e);
    ev_buf_free(&m.scratch);
  }
  return size > 0 ? size : LLVMFuzzerMutate(data, 0, most);
}

size_t cross_manifests(ev_str a, ev_str b, uint8_t *out, size_t most, unsigned seed) {
  static lines here, there;
  uint64_t random = seed;
  if (a.size > most) return 0;
  memcpy(out, a.at, a.size);
  lines_find(&here, a);
  lines_find(&there, b);
  if (!here.count || !there.count) return a.size;
  mutation m = {.lines = &here, .random = &random};
  const line *l = pick_line(&m);
  add_indented(&m, &there, harness_random(&random, (uint32_t)there.count), l->indent);
  edit e = insert(&m, end_of(&m, l));
  size_t size = edit_apply(out, a.size, most, &e);
  ev_buf_free(&m.scratch);
  return size;
}

#include "harness.h"
#include "mutate.h"
#include "rule_parts.h"

#define PICK(random, list) ((list)[harness_random((random), sizeof(list) / sizeof *(list))])

typedef struct mutation {
  parts *parts;
  ev_str text;
  uint64_t *random;
} mutation;

static ev_str text_of(const mutation *m, const part *p) {
  return ev_str_slice(m->text, p->span.start, p->span.end);
}

static const part *pick_any(const mutation *m) {
  return &m->parts->at[harness_random(m->random, (uint32_t)m->parts->count)];
}

/* NULL where there is none of the kind. */
static const part *pick(const mutation *m, part_kind kind) {
  size_t start = harness_random(m->random, (uint32_t)m->parts->count), count = m->parts->count;
  for (size_t i = 0; i < count; i++)
    if (m->parts->at[(start + i) % count].kind == kind) return &m->parts->at[(start + i) % count];
  return NULL;
}

/* Whether `b` may stand where `a` does: exactly so where the types are known. */
static bool is_like(const part *a, const part *b) {
  if (a->kind != b->kind) return false;
  if (a->type == 0 || b->type == 0) return true;
  return a->type == b->type && a->owner == b->owner &&
         (b->free || a->kind == PART_FIELD || a->whole == b->whole);
}

/* `p` itself where there is none. */
static const part *pick_like(const mutation *m, const part *p) {
  size_t start = harness_random(m->random, (uint32_t)m->parts->count), count = m->parts->count;
  for (size_t i = 0; i < count; i++) {
    const part *q = &m->parts->at[(start + i) % count];
    if (is_like(p, q) && q->span.start != p->span.start) return q;
  }
  return p;
}

/* Behind what may be a comment at its end, which would swallow the rest. */
static void add_apart(ev_buf *out, ev_str text, char before) {
  ev_buf_char(out, before);
  ev_buf_str(out, text);
  ev_buf_char(out, '\n');
}

/* ---- other texts for a part */

static bool is_digits(ev_str text) {
  for (size_t i = 0; i < text.size; i++)
    if (text.at[i] < '0' || text.at[i] > '9') return false;
  return true;
}

static const char *odd_text(const mutation *m, const part *p) {
  static const char *const numbers[] = {
      "0", "1", "2", "65535", "9223372036854775807", "170141183460469231731"};
  static const char *const quantities[] = {"0", "1", "0.5", "100m", "64Mi", "1Gi", "16Ei", "1n"};
  static const char *const texts[] = {"\"\"",        "\"a\"",          "\"a b\\n\"",
                                      "\"{1 + 1}\"", "\"\\u{1F600}\"", "\"100m\""};
  static const char *const truths[] = {"true", "false", "1 == 1", "\"a\" in { \"a\", \"b\" }", "not true"};
  static const char *const lists[] = {"[]", "[1, 2]", "[\"a\"]", "[x for x in [1, 2] where x > 1]"};
  static const char *const values[] = {"absent",   "if true then 1 else 2", "count([1])", "infinity", "-1",
                                       "20% of 10"};
  static const char *const types[] = {"int",      "int?",     "string", "quantity?",
                                      "[string]", "map<int>", "bool",   "any"};
  static const char *const compares[] = {"==", "!=", "<", "<=", ">", ">="};
  static const char *const computes[] = {"+", "-", "*", "/"};
  switch (p->kind) {
  case PART_NUMBER: return is_digits(text_of(m, p)) ? PICK(m->random, numbers) : PICK(m->random, quantities);
  case PART_TEXT: return PICK(m->random, texts);
  case PART_TRUTH: return PICK(m->random, truths);
  case PART_LIST: return PICK(m->random, lists);
  case PART_VALUE: return PICK(m->random, values);
  case PART_TYPE: return PICK(m->random, types);
  case PART_COMPARE: return PICK(m->random, compares);
  case PART_COMPUTE: return PICK(m->random, computes);
  default: return NULL;
  }
}

static bool is_expression(part_kind kind) { return kind >= PART_TRUTH && kind <= PART_VALUE; }

static void add_expression(ev_buf *out, ev_str text, bool simple) {
  if (!simple) ev_buf_char(out, '(');
  ev_buf_str(out, text);
  if (!simple) ev_buf_char(out, ')');
}

/* Another of its kind, of the text or an odd one. */
static void add_other(ev_buf *out, const mutation *m, const part *p) {
  const char *odd = harness_random(m->random, 3) == 0 ? odd_text(m, p) : NULL;
  const part *other = pick_like(m, p);
  if (!odd && p->kind <= PART_CLAUSE)
    add_apart(out, text_of(m, other), ' ');
  else if (odd)
    add_expression(out, ev_str_of(odd),
                   !is_expression(p->kind) || p->kind == PART_NUMBER || p->kind == PART_TEXT);
  else
    add_expression(out, text_of(m, other), other->simple);
}

/* ---- changes */

static edit replace(const mutation *m, const part *p, ev_buf *scratch) {
  add_other(scratch, m, p);
  return (edit){p->span.start, p->span.end, ev_buf_view(scratch)};
}

static edit duplicate(const mutation *m, const part *p, ev_buf *scratch) {
  add_apart(scratch, text_of(m, p), '\n');
  return (edit){p->span.end, p->span.end, ev_buf_view(scratch)};
}

/* Two parts of a kind, neither within the other, change places. */
static edit swap(const mutation *m, const part *p, ev_buf *scratch) {
  const part *q = pick_like(m, p);
  if (q->span.start < p->span.start) {
    const part *first = q;
    q = p;
    p = first;
  }
  if (p->span.end > q->span.start) return (edit){0, 0, EV_STR("")};
  add_expression(scratch, text_of(m, q), q->simple);
  ev_buf_str(scratch, ev_str_slice(m->text, p->span.end, q->span.start));
  add_expression(scratch, text_of(m, p), p->simple);
  return (edit){p->span.start, q->span.end, ev_buf_view(scratch)};
}

/* An expression becomes part of a larger one. */
static edit enclose(const mutation *m, const part *p, ev_buf *scratch) {
  static const char *const truths[] = {"not (", "true and (", "false or (", "1 == 2 or ("};
  static const char *const values[] = {"(if 1 < 2 then (", "(if true then ("};
  ev_str text = text_of(m, p);
  if (p->kind == PART_TRUTH)
    ev_buf_format(scratch, "(%s%.*s))", PICK(m->random, truths), EV_STR_ARG(text));
  else
    ev_buf_format(scratch, "%s%.*s) else (%.*s))", PICK(m->random, values), EV_STR_ARG(text),
                  EV_STR_ARG(text));
  return (edit){p->span.start, p->span.end, ev_buf_view(scratch)};
}

static edit change_whole(const mutation *m, const part *p, ev_buf *scratch) {
  switch (harness_random(m->random, 4)) {
  case 0: return (edit){p->span.start, p->span.end, EV_STR("")};
  case 1: return duplicate(m, p, scratch);
  case 2: return swap(m, p, scratch);
  default: return replace(m, p, scratch);
  }
}

static edit change(const mutation *m, ev_buf *scratch) {
  const part *p = pick_any(m);
  if (p->kind <= PART_CLAUSE) return change_whole(m, p, scratch);
  bool encloses = is_expression(p->kind) && harness_random(m->random, 8) == 0;
  if (encloses) return enclose(m, p, scratch);
  return harness_random(m->random, 4) ? replace(m, p, scratch) : swap(m, p, scratch);
}

/* What the lexer reads in a way of its own comes in where a part begins or ends, perhaps for a byte. */
static edit disturb(const mutation *m) {
  static const char *const odd[] = {
      "\"", "\\\"", "\\", "\"\"\"",       "{",           "}", "\\{", "\\u{", "\n",   "\r", "\r\n",
      "\t", "##",   "--", "..",           "?.",          "%", "1e9", "0x1",  "\x01", "&",  "\xff",
      "'",  ";",    "1_", "\xef\xbb\xbf", "\xe2\x80\xae"};
  const part *p = pick_any(m);
  size_t at = harness_random(m->random, 2) ? p->span.end : p->span.start, end = at;
  if (at > 0 && harness_random(m->random, 2)) at--, end--; /* within the quotes of a string */
  if (end < m->text.size && harness_random(m->random, 2)) end++;
  return (edit){at, end, ev_str_of(PICK(m->random, odd))};
}

static size_t change_once(uint8_t *data, size_t size, size_t most, uint64_t *random, parts *found) {
  mutation m = {found, {(const char *)data, size}, random};
  ev_buf scratch = {0};
  edit e = harness_random(random, 16) ? change(&m, &scratch) : disturb(&m);
  check(!scratch.failed);
  size = edit_apply(data, size, most, &e);
  ev_buf_free(&scratch);
  return size;
}

/* One change in sixteen, and any of what does not parse, is libFuzzer's. */
size_t mutate_rules(uint8_t *data, size_t size, size_t most, unsigned seed) {
  static parts found;
  uint64_t random = seed;
  uint32_t planned = harness_random(&random, 16) ? 1 + harness_random(&random, 3) : 0, done = 0;
  while (done < planned && parts_find(&found, (ev_str){(const char *)data, size}) && found.count > 0) {
    size = change_once(data, size, most, &random, &found);
    done++;
  }
  return done > 0 ? size : LLVMFuzzerMutate(data, size, most);
}

size_t cross_rules(ev_str a, ev_str b, uint8_t *out, size_t most, unsigned seed) {
  static parts here, there;
  uint64_t random = seed;
  if (a.size > most) return 0;
  memcpy(out, a.at, a.size);
  if (!parts_find(&here, a) || !parts_find(&there, b) || !here.count || !there.count) return a.size;
  mutation m = {&here, a, &random}, n = {&there, b, &random};
  const part *at = pick(&m, PART_DECLARATION);
  ev_buf scratch = {0};
  add_apart(&scratch, text_of(&n, pick(&n, PART_DECLARATION)), '\n');
  edit e = {at->span.end, at->span.end, ev_buf_view(&scratch)};
  size_t size = edit_apply(out, a.size, most, &e);
  ev_buf_free(&scratch);
  return size;
}

#include "spans.h"

#include "harness.h"

static size_t break_size(ev_str text, size_t at) {
  if (text.at[at] == '\n') return 1;
  if (text.at[at] != '\r') return 0;
  return at + 1 < text.size && text.at[at + 1] == '\n' ? 2 : 1;
}

void spans_start(spans *s, ev_str text) {
  size_t room = (text.size + 1) * sizeof(size_t), at = 0;
  *s = (spans){.text = text, .lines = malloc(room), .points = malloc(room), .count = 1, .mark = SIZE_MAX};
  check(s->lines && s->points);
  s->lines[0] = 0;
  for (size_t n = 0; at < text.size; n++) {
    s->points[n] = at;
    bool ends = break_size(text, at) == 1;
    (void)ev_utf8_next(text, &at);
    if (ends) s->lines[s->count++] = n + 1;
    s->ends = n + 1;
  }
  s->points[s->ends] = text.size;
}

void spans_free(spans *s) {
  free(s->lines);
  free(s->points);
}

void spans_document(spans *s, ev_str document) {
  size_t at = (size_t)(document.at - s->text.at);
  s->document = at;
  s->mark = SIZE_MAX;
  if (at < 3 || memcmp(s->text.at + at - 3, "\xef\xbb\xbf", 3) != 0) return;
  for (size_t n = 0; n < s->ends; n++)
    if (s->points[n] == at - 3) s->mark = n;
}

size_t spans_byte(const spans *s, uint32_t line, uint32_t column) {
  if (line < 1 || line > s->count || column < 1) return SIZE_MAX;
  size_t start = s->lines[line - 1], most = line < s->count ? s->lines[line] - 1 : s->ends;
  size_t point = start + column - 1;
  if (s->mark != SIZE_MAX && start <= s->mark && s->mark <= point) point++;
  return point <= most ? s->points[point] : SIZE_MAX;
}

typedef struct span {
  size_t start, end;
} span;

static span span_of(const spans *s, const ev_place *place) {
  span out = {spans_byte(s, place->line, place->column), spans_byte(s, place->end_line, place->end_column)};
  check(out.start != SIZE_MAX && out.end != SIZE_MAX && out.start <= out.end);
  return out;
}

/* An alias stands where its text is. */
static span shown_span(const spans *s, const ev_node *node) {
  return span_of(s, node->alias && !(node->flags & EV_FLAG_MERGED) ? &node->alias->place : &node->place);
}

static void check_key(const spans *s, const ev_node *node, span value) {
  span key = shown_span(s, node->key);
  bool stands_at_key = value.start == key.start && value.end == key.end; /* it is empty */
  check(key.end <= value.start || stands_at_key);
  check(span_of(s, &node->parent->place).start <= key.start);
}

static void check_node(const spans *s, const ev_node *node) {
  span own = span_of(s, &node->place), shown = shown_span(s, node);
  check(own.start == node->offset);
  if (node->flags & EV_FLAG_MERGED) return;
  if (node->alias) check(own.end <= shown.start); /* the anchor stands before */
  if (!node->parent) return;
  span around = span_of(s, &node->parent->place);
  check(around.start <= shown.start && shown.end <= around.end);
  if (node->key) check_key(s, node, shown);
}

static const ev_node *following(const ev_node *node) {
  if (node->kind >= EV_NODE_LIST && node->first) return node->first;
  while (node && !node->next) node = node->parent;
  return node ? node->next : NULL;
}

/* What came by `<<` stands elsewhere. */
static void check_siblings(const spans *s, const ev_node *parent) {
  size_t end = 0;
  for (const ev_node *n = parent->first; n; n = n->next) {
    if (n->flags & EV_FLAG_MERGED) continue;
    span first = shown_span(s, n->key ? n->key : n), whole = shown_span(s, n);
    check(end <= first.start);
    end = whole.end;
  }
}

void spans_check(const spans *s, const ev_node *root) {
  for (const ev_node *n = root; n; n = following(n)) {
    check_node(s, n);
    if (n->kind >= EV_NODE_LIST) check_siblings(s, n);
  }
}

void spans_check_quirks(const spans *s, const ev_quirk *quirks) {
  for (const ev_quirk *q = quirks; q; q = q->next) {
    (void)span_of(s, &q->place);
    const ev_quirk *next = q->next;
    check(!next || q->place.line < next->place.line ||
          (q->place.line == next->place.line && q->place.column <= next->place.column));
  }
}

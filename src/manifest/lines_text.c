/* Literal and folded text: libyaml's yaml_parser_scan_block_scalar, where all breaks are LF. */
#include "lines.h"

typedef struct text_block {
  ev_lines *lines;
  bool folded;
  int chomping;    /* -1 strip, 0 clip, 1 keep */
  size_t indent;   /* spaces that do not count; 0: not known yet */
  size_t breaks;   /* empty lines that wait for what comes behind them */
  bool broken;     /* the break of the line before waits, too */
  bool more_blank; /* the line before started with a blank */
  char *text;      /* of the value, in the arena */
  size_t size;
  ev_point end; /* of the last line that is not empty */
} text_block;

static bool take_header(text_block *t) {
  ev_lines *l = t->lines;
  size_t parent = ev_builder_top(l->builder)->column;
  t->folded = ev_lines_peek(l, l->at++) == '>';
  for (int n = 0; n < 2; n++) {
    char c = ev_lines_peek(l, l->at);
    if (c == '+' || c == '-') {
      if (t->chomping) return false;
      t->chomping = c == '+' ? 1 : -1;
    } else if (c >= '1' && c <= '9' && !t->indent) {
      t->indent = parent + (size_t)(c - '0');
    } else {
      break;
    }
    l->at++;
  }
  return ev_lines_end(l);
}

/* Passes over the indentation and empty lines in front of the next line of the text. False at a tab. */
static bool take_breaks(text_block *t) {
  ev_lines *l = t->lines;
  size_t most = 0;
  for (;;) {
    while ((!t->indent || l->at - l->line_start < t->indent) && ev_lines_peek(l, l->at) == ' ') l->at++;
    size_t column = l->at - l->line_start;
    char c = ev_lines_peek(l, l->at);
    if (column > most) most = column;
    if ((!t->indent || column < t->indent) && c == '\t') return false;
    if (c != '\n' || l->line_start >= l->text.size) break;
    ev_lines_break(l, l->at);
    t->breaks++;
  }
  if (t->indent) return true;
  t->indent = most;
  return most > ev_builder_top(l->builder)->column;
}

static void add_breaks(text_block *t, size_t count) {
  memset(t->text + t->size, '\n', count);
  t->size += count;
}

/* Puts what stands between two lines of the text. */
static void join(text_block *t, bool blank) {
  bool folds = t->folded && t->broken && !t->more_blank && !blank;
  if (folds && t->breaks == 0) t->text[t->size++] = ' ';
  if (!folds && t->broken) add_breaks(t, 1);
  add_breaks(t, t->breaks);
  t->breaks = 0;
}

static void take_text_line(text_block *t) {
  ev_lines *l = t->lines;
  ev_str rest = ev_str_slice(l->text, l->at, l->text.size);
  const char *found = memchr(rest.at, '\n', rest.size);
  size_t size = found ? (size_t)(found - rest.at) : rest.size;
  bool blank = ev_lines_blank(rest.at[0]);
  join(t, blank);
  memcpy(t->text + t->size, rest.at, size);
  t->size += size;
  t->end = ev_lines_point(l, l->at + size);
  t->broken = true;
  t->more_blank = blank;
  ev_lines_break(l, l->at + size);
}

static bool at_text(const text_block *t) {
  const ev_lines *l = t->lines;
  return l->at < l->text.size && l->at - l->line_start == t->indent;
}

/* Where the text ends at the latest: at the first line that is neither empty nor indented enough. */
static size_t find_end(const text_block *t) {
  const ev_lines *l = t->lines;
  size_t line = l->line_start;
  while (line < l->text.size) {
    size_t at = line;
    while (at - line < t->indent && ev_lines_peek(l, at) == ' ') at++;
    if (at - line < t->indent && ev_lines_peek(l, at) != '\n') return line;
    const char *found = at < l->text.size ? memchr(l->text.at + at, '\n', l->text.size - at) : NULL;
    line = found ? (size_t)(found - l->text.at) + 1 : l->text.size;
  }
  return line;
}

static bool make_room(text_block *t) {
  size_t most = t->breaks + (find_end(t) - t->lines->line_start) + 1;
  t->text = ev_arena_alloc(t->lines->builder->tree.arena, most);
  return t->text != NULL;
}

ev_node *ev_lines_text(ev_lines *l) {
  text_block t = {.lines = l};
  bool folded = ev_lines_peek(l, l->at) == '>';
  ev_node *node = ev_builder_node(l->builder, EV_NODE_STRING, folded ? EV_STYLE_FOLDED : EV_STYLE_LITERAL,
                                  ev_lines_point(l, l->at));
  if (!node || !take_header(&t) || !take_breaks(&t) || !at_text(&t) || !make_room(&t)) return NULL;
  while (at_text(&t)) {
    take_text_line(&t);
    if (!take_breaks(&t)) return NULL;
  }
  if (t.chomping >= 0) add_breaks(&t, 1);
  if (t.chomping > 0) add_breaks(&t, t.breaks);
  l->at = l->line_start;
  node->text = (ev_str){t.text, t.size};
  l->builder->leaf_end = t.end;
  ev_place_end(&node->place, t.end);
  return node;
}

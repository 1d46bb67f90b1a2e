/* Lines, indentation, and the collections that it makes. */
#include "lines.h"

#include "limit.h"

/* ---- places */

ev_point ev_lines_point(ev_lines *l, size_t at) {
  if (l->ascii) {
    l->column += (uint32_t)(at - l->counted);
  } else {
    l->column += (uint32_t)ev_utf8_count(ev_str_slice(l->text, l->counted, at));
  }
  l->counted = at;
  return (ev_point){(uint32_t)at, l->line, l->column};
}

static void start_line(ev_lines *l, size_t at) {
  l->at = l->line_start = l->counted = at;
  l->column = 1;
}

void ev_lines_break(ev_lines *l, size_t at) {
  start_line(l, at < l->text.size ? at + 1 : at);
  l->line++;
}

void ev_lines_skip_blanks(ev_lines *l) {
  while (ev_lines_blank(ev_lines_peek(l, l->at))) l->at++;
}

static size_t find_break(const ev_lines *l, size_t from) {
  const char *found = from < l->text.size ? memchr(l->text.at + from, '\n', l->text.size - from) : NULL;
  return found ? (size_t)(found - l->text.at) : l->text.size;
}

/* Whether nothing but a comment is left of the line. */
static bool at_line_end(const ev_lines *l) {
  char c = ev_lines_peek(l, l->at);
  return c == '\n' || (c == '#' && ev_lines_blank(l->text.at[l->at - 1]));
}

bool ev_lines_end(ev_lines *l) {
  ev_lines_skip_blanks(l);
  if (!at_line_end(l)) return false;
  ev_lines_break(l, find_break(l, l->at));
  return true;
}

/* To the first byte of the next line that is neither empty nor a comment; false at the end. */
static bool next_content(ev_lines *l) {
  while (l->at < l->text.size) {
    while (ev_lines_peek(l, l->at) == ' ') l->at++;
    char c = ev_lines_peek(l, l->at);
    if (c == '#')
      l->at = find_break(l, l->at);
    else if (c != '\n')
      return true;
    ev_lines_break(l, l->at);
  }
  return false;
}

/* ---- collections */

static bool is_map(const ev_frame *frame) { return frame->open.node->kind == EV_NODE_MAP; }

static bool open_block(ev_lines *l, ev_node_kind kind, size_t column, ev_point at) {
  if (!ev_builder_open(l->builder, kind, false, at)) return false;
  ev_builder_top(l->builder)->column = column;
  return true;
}

static ev_node *make_empty(ev_lines *l, ev_point at) {
  ev_node *node = ev_builder_node(l->builder, EV_NODE_NULL, EV_STYLE_PLAIN, at);
  if (node) node->text = ev_str_slice(l->text, at.offset, at.offset);
  return node;
}

/* An empty value stands at its key, or at its `-`. */
static bool put_empty(ev_lines *l) {
  ev_builder *b = l->builder;
  const ev_node *key = ev_builder_top(b)->open.key;
  ev_point at = key ? (ev_point){key->offset, 0, 0} : l->dash;
  ev_node *node = make_empty(l, at);
  if (!node) return false;
  l->pending = false;
  if (key) {
    node->place = key->place;
  } else {
    b->leaf_end = (ev_point){at.offset + 1, at.line, at.column + 1};
    ev_place_end(&node->place, b->leaf_end);
  }
  return ev_builder_leaf(b, node, true);
}

/* Whether a line that starts in this column is the value that is waited for. A list may stand in the column
 * of its key. */
static bool is_nested(const ev_lines *l, size_t column, bool entry) {
  const ev_frame *top = ev_builder_top(l->builder);
  if (!top) return true;
  return l->pending && (column > top->column || (column == top->column && entry && is_map(top)));
}

static bool close_block(ev_lines *l) { return ev_builder_close(l->builder, NULL); }

/* Leaves what a line in this column is no part of; false where it is no part of anything. */
static bool leave(ev_lines *l, size_t column, bool entry) {
  if (l->pending && !put_empty(l)) return false;
  const ev_frame *top = ev_builder_top(l->builder);
  while (top && (top->column > column || (top->column == column && !entry && !is_map(top)))) {
    if (!close_block(l)) return false;
    top = ev_builder_top(l->builder);
  }
  return top && top->column == column && is_map(top) == !entry;
}

/* ---- what stands on a line */

static bool is_entry(const ev_lines *l) {
  return ev_lines_peek(l, l->at) == '-' && ev_lines_ends(ev_lines_peek(l, l->at + 1));
}

/* A value on the line of its key or `-`, or alone on a line. */
static bool take_value(ev_lines *l, ev_node *scalar) {
  l->pending = false;
  return ev_lines_put(l, scalar) && ev_lines_end(l);
}

static bool take_special(ev_lines *l, char c) {
  l->pending = false;
  if (c == '{' || c == '[') return ev_lines_flow(l) && ev_lines_end(l);
  ev_node *text = ev_lines_text(l);
  return text && ev_lines_put(l, text);
}

static bool is_special(char c) { return c == '{' || c == '[' || c == '|' || c == '>'; }

/* Behind the colon. */
static bool take_value_of_key(ev_lines *l) {
  ev_lines_skip_blanks(l);
  char c = ev_lines_peek(l, l->at);
  if (at_line_end(l)) {
    l->pending = true;
    return ev_lines_end(l);
  }
  if (is_special(c)) return take_special(l, c);
  if (is_entry(l)) return false;
  ev_node *scalar = ev_lines_scalar(l, false);
  return scalar && take_value(l, scalar);
}

#define LONGEST_KEY 1000u /* libyaml takes 1024 characters */

static bool is_key(const ev_lines *l, const ev_node *scalar) {
  return ev_lines_peek(l, l->at) == ':' && ev_lines_ends(ev_lines_peek(l, l->at + 1)) &&
         l->at - scalar->offset <= LONGEST_KEY && !ev_str_is(scalar->text, "<<");
}

/* A key, or a scalar that is a value; `opens` tells that a mapping would start with the key. */
static bool take_scalar(ev_lines *l, bool opens) {
  size_t column = l->at - l->line_start;
  ev_node *scalar = ev_lines_scalar(l, false);
  if (!scalar) return false;
  size_t behind = l->at;
  ev_lines_skip_blanks(l);
  if (!is_key(l, scalar)) {
    l->at = behind;
    return opens && ev_builder_top(l->builder) && take_value(l, scalar);
  }
  l->pending = false;
  ev_point start = {scalar->offset, scalar->place.line, scalar->place.column};
  if (opens && !open_block(l, EV_NODE_MAP, column, start)) return false;
  l->at++;
  return ev_lines_put(l, scalar) && take_value_of_key(l);
}

/* A `- ` at lines->at; afterwards its value is there, or the line ended and it is pending. */
static bool take_dash(ev_lines *l, bool opens) {
  size_t column = l->at - l->line_start;
  l->dash = ev_lines_point(l, l->at);
  l->pending = false;
  if (opens && !open_block(l, EV_NODE_LIST, column, l->dash)) return false;
  l->at++;
  while (ev_lines_peek(l, l->at) == ' ') l->at++;
  l->pending = true;
  return ev_lines_peek(l, l->at) != '\t';
}

/* What stands at lines->at, up to the end of its line or beyond; `opens` tells whether it is a value, so that
 * a collection may start with it. */
static bool take_content(ev_lines *l, bool opens) {
  while (is_entry(l)) {
    if (!take_dash(l, opens)) return false;
    if (at_line_end(l)) return ev_lines_end(l);
    opens = true;
  }
  char c = ev_lines_peek(l, l->at);
  if (is_special(c)) return opens && ev_builder_top(l->builder) && take_special(l, c);
  return take_scalar(l, opens);
}

static bool take_line(ev_lines *l) {
  size_t column = l->at - l->line_start;
  bool entry = is_entry(l), nested = is_nested(l, column, entry);
  if (!nested && !leave(l, column, entry)) return false;
  return take_content(l, nested);
}

static bool finish(ev_lines *l) {
  if (l->pending && !put_empty(l)) return false;
  while (l->builder->depth > 0)
    if (!close_block(l)) return false;
  l->builder->ended = true;
  return true;
}

bool ev_lines_read(ev_builder *b) {
  const ev_chunk *chunk = b->chunk;
  ev_lines l = {.builder = b, .line = chunk->line, .ascii = chunk->ascii};
  l.text = ev_str_slice(b->source, 0, chunk->start + chunk->text.size);
  start_line(&l, chunk->start);
  while (next_content(&l))
    if (!take_line(&l)) return false;
  return finish(&l);
}

/* ---- which documents */

static bool is_ascii_word(ev_str s, size_t at) {
  uint64_t word;
  if (s.size - at < sizeof word) return false;
  memcpy(&word, s.at + at, sizeof word);
  return !(word & 0x8080808080808080u);
}

/* Whether all is well-formed and none of it is a control character or a byte order mark. */
static bool is_readable(ev_str s) {
  for (size_t i = 0; i < s.size;) {
    if (is_ascii_word(s, i)) {
      i += 8;
      continue;
    }
    uint32_t c = ev_utf8_next(s, &i); /* U+FFFD for what is malformed */
    bool control = c >= 0x80 && c < 0xa0, malformed = c >= 0xfffd && c < 0x10000;
    if (control || malformed || c == 0xfeff) return false;
  }
  return true;
}

bool ev_lines_suit(const ev_chunk *chunk) {
  if (chunk->malformed || chunk->exotic || chunk->returns || chunk->controls || chunk->dots) return false;
  if (ev_str_starts(chunk->text, EV_STR("---"))) return false; /* behind a byte order mark: no separator */
  return chunk->column == 1 && (chunk->ascii || is_readable(chunk->text));
}

/* Scalars: plain, quoted, and text blocks. */
#include "lines.h"

static bool is_bracket(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }

bool ev_lines_put(ev_lines *l, ev_node *scalar) {
  return ev_builder_leaf(l->builder, scalar, scalar->style == EV_STYLE_PLAIN);
}

/* A node that starts at lines->at. */
static ev_node *start_scalar(ev_lines *l, ev_node_style style) {
  return ev_builder_node(l->builder, EV_NODE_STRING, style, ev_lines_point(l, l->at));
}

/* It ends before `end`, where the reader goes on. */
static ev_node *end_scalar(ev_lines *l, ev_node *node, size_t end) {
  l->builder->leaf_end = ev_lines_point(l, end);
  ev_place_end(&node->place, l->builder->leaf_end);
  l->at = end;
  return node;
}

/* ---- plain */

/* Whether a plain scalar can start so. Of the indicators only these may start one, if no blank follows. */
static bool starts_plain(const ev_lines *l, bool flow) {
  bool parted = ev_lines_ends(ev_lines_peek(l, l->at + 1));
  switch (ev_lines_peek(l, l->at)) {
  case '-': return !parted;
  case '?':
  case ':': return !parted && !flow;
  case ',':
  case '[':
  case ']':
  case '{':
  case '}':
  case '#':
  case '&':
  case '*':
  case '!':
  case '|':
  case '>':
  case '\'':
  case '"':
  case '%':
  case '@':
  case '`':
  case '\t':
  case '\n': return false;
  default: return true;
  }
}

/* Bytes that may end a plain scalar, or make it one for libyaml. */
static const bool stops[256] = {['\n'] = true, [':'] = true, ['#'] = true, [','] = true, ['['] = true,
                                [']'] = true,  ['{'] = true, ['}'] = true, ['?'] = true};

typedef enum ending { GOES_ON, ENDS, UNKNOWN } ending;

static ending plain_ending(const ev_lines *l, size_t at, bool flow) {
  char c = l->text.at[at], next = ev_lines_peek(l, at + 1);
  switch (c) {
  case '\n': return ENDS;
  case '#': return ev_lines_blank(l->text.at[at - 1]) ? ENDS : GOES_ON;
  case ':':
    if (ev_lines_ends(next)) return ENDS;
    return flow && (is_bracket(next) || next == '?') ? UNKNOWN : GOES_ON;
  case '?': return flow ? UNKNOWN : GOES_ON;
  default: return flow ? ENDS : GOES_ON;
  }
}

/* Where the plain scalar at lines->at ends, its trailing blanks included; SIZE_MAX where that is not known.
 */
static size_t find_plain_end(const ev_lines *l, bool flow) {
  for (size_t at = l->at;; at++) {
    while (at < l->text.size && !stops[(unsigned char)l->text.at[at]]) at++;
    if (at >= l->text.size) return at;
    ending e = plain_ending(l, at, flow);
    if (e != GOES_ON) return e == ENDS ? at : SIZE_MAX;
  }
}

/* Whether a tab stands in front of what follows on the next lines. libyaml looks there for more of the
 * scalar, and takes no tab for its indentation. */
static bool tab_follows(const ev_lines *l, size_t at) {
  for (char c = '\n'; c == '\n' || ev_lines_blank(c); c = at < l->text.size ? l->text.at[at++] : '\0')
    if (c == '\t') return true;
  return false;
}

static ev_node *take_plain(ev_lines *l, bool flow) {
  if (!starts_plain(l, flow)) return NULL;
  size_t end = find_plain_end(l, flow);
  if (end == SIZE_MAX || (flow && ev_lines_peek(l, end) == '\n' && tab_follows(l, end))) return NULL;
  while (ev_lines_blank(l->text.at[end - 1])) end--;
  ev_node *node = start_scalar(l, EV_STYLE_PLAIN);
  if (!node) return NULL;
  node->text = ev_str_slice(l->text, l->at, end);
  return end_scalar(l, node, end);
}

/* ---- quoted */

/* What an escape stands for; NUL for those that are left to libyaml. */
static char escaped(char c) {
  switch (c) {
  case 'n': return '\n';
  case 't': return '\t';
  case 'r': return '\r';
  case '"':
  case '\\':
  case ' ': return c;
  default: return '\0';
  }
}

/* The quote that ends the scalar at lines->at; SIZE_MAX where it is on another line. *plain: no byte in
 * between stands for another. */
static size_t find_quote(const ev_lines *l, char quote, bool *verbatim) {
  *verbatim = true;
  for (size_t at = l->at + 1; at < l->text.size && l->text.at[at] != '\n'; at++) {
    char c = l->text.at[at];
    if (c == quote && (quote == '"' || ev_lines_peek(l, at + 1) != quote)) return at;
    if (c != quote && (c != '\\' || quote != '"')) continue;
    *verbatim = false;
    at++;
  }
  return SIZE_MAX;
}

static bool unquote(ev_lines *l, size_t from, size_t to, ev_str *out) {
  char *copy = ev_arena_alloc(l->builder->tree.arena, to - from);
  size_t size = 0;
  if (!copy) return false;
  for (size_t i = from; i < to; i++) {
    char c = l->text.at[i];
    if (c == '\'' && l->text.at[l->at] == '\'') i++;
    if (c == '\\' && l->text.at[l->at] == '"') {
      c = escaped(l->text.at[++i]);
      if (c == '\0') return false;
    }
    copy[size++] = c;
  }
  *out = (ev_str){copy, size};
  return true;
}

static ev_node *take_quoted(ev_lines *l, char quote) {
  bool verbatim;
  size_t end = find_quote(l, quote, &verbatim);
  if (end == SIZE_MAX) return NULL;
  ev_node *node = start_scalar(l, quote == '"' ? EV_STYLE_DOUBLE : EV_STYLE_SINGLE);
  if (!node) return NULL;
  node->text = ev_str_slice(l->text, l->at + 1, end);
  if (!verbatim && !unquote(l, l->at + 1, end, &node->text)) return NULL;
  return end_scalar(l, node, end + 1);
}

ev_node *ev_lines_scalar(ev_lines *l, bool flow) {
  char c = ev_lines_peek(l, l->at);
  return c == '"' || c == '\'' ? take_quoted(l, c) : take_plain(l, flow);
}

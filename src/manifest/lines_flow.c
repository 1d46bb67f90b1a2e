/* Lists and mappings in brackets. */
#include "lines.h"

/* Blanks, line breaks and comments. */
static void skip_space(ev_lines *l) {
  for (;;) {
    size_t before = l->at;
    ev_lines_skip_blanks(l);
    bool comment = ev_lines_peek(l, l->at) == '#' && (l->at > before || l->at == l->line_start);
    while (comment && ev_lines_peek(l, l->at) != '\n') l->at++;
    if (l->at >= l->text.size || l->text.at[l->at] != '\n') return;
    ev_lines_break(l, l->at);
  }
}

static bool in_map(const ev_lines *l) { return ev_builder_top(l->builder)->open.node->kind == EV_NODE_MAP; }

static bool at_bracket(const ev_lines *l) { return ev_lines_peek(l, l->at) == (in_map(l) ? '}' : ']'); }

static bool open_bracket(ev_lines *l) {
  bool map = ev_lines_peek(l, l->at) == '{';
  if (!ev_builder_open(l->builder, map ? EV_NODE_MAP : EV_NODE_LIST, true, ev_lines_point(l, l->at)))
    return false;
  l->at++;
  skip_space(l);
  return true;
}

#define LONGEST_KEY 1000u /* libyaml takes 1024 characters */

/* A key with its colon, which quotes may touch; a list has none. */
static bool take_key(ev_lines *l) {
  if (!in_map(l)) return true;
  ev_node *key = ev_lines_scalar(l, true);
  if (!key || ev_str_is(key->text, "<<")) return false;
  ev_lines_skip_blanks(l);
  if (ev_lines_peek(l, l->at) != ':' || l->at - key->offset > LONGEST_KEY) return false;
  l->at++;
  if (!ev_lines_put(l, key)) return false;
  skip_space(l);
  return true;
}

/* Closes the brackets that stand next, and goes behind the comma. */
static bool take_separator(ev_lines *l, size_t outside) {
  skip_space(l);
  while (l->builder->depth > outside && at_bracket(l)) {
    l->at++;
    ev_point end = ev_lines_point(l, l->at);
    if (!ev_builder_close(l->builder, &end)) return false;
    if (l->builder->depth > outside) skip_space(l);
  }
  if (l->builder->depth == outside) return true;
  if (ev_lines_peek(l, l->at) != ',') return false;
  l->at++;
  skip_space(l);
  return !at_bracket(l);
}

static bool take_element(ev_lines *l, size_t outside) {
  if (!take_key(l)) return false;
  char c = ev_lines_peek(l, l->at);
  if (c == '{' || c == '[') {
    if (!open_bracket(l)) return false;
    return at_bracket(l) ? take_separator(l, outside) : true;
  }
  ev_node *scalar = ev_lines_scalar(l, true);
  return scalar && ev_lines_put(l, scalar) && take_separator(l, outside);
}

bool ev_lines_flow(ev_lines *l) {
  size_t outside = l->builder->depth;
  if (!open_bracket(l) || (at_bracket(l) && !take_separator(l, outside))) return false;
  while (l->builder->depth > outside)
    if (!take_element(l, outside)) return false;
  return true;
}

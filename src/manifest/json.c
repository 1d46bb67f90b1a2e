#include "json.h"

#include "json_string.h"
#include "number.h"

size_t ev_json_skip_blanks(ev_str text, size_t at) {
  while (at < text.size &&
         (text.at[at] == ' ' || text.at[at] == '\n' || text.at[at] == '\t' || text.at[at] == '\r'))
    at++;
  return at;
}

bool ev_json_fail(ev_json *j, const char *code, size_t at, const char *message) {
  if (!j->message) {
    j->code = code;
    j->error_at = at;
    j->message = message;
  }
  return false;
}

static bool malformed(ev_json *j, size_t at, const char *message) {
  return ev_json_fail(j, "json-syntax", at, message);
}

static char peek(const ev_json *j) { return j->at < j->text.size ? j->text.at[j->at] : '\0'; }

static ev_node *new_node(ev_json *j, ev_node_kind kind, ev_node_style style, size_t at) {
  ev_node *node = ev_tree_node(j->tree, kind, style);
  if (!node) {
    if (j->tree->full) (void)ev_json_fail(j, "node-limit", at, "the document has more values than are read");
    return NULL;
  }
  ev_point point;
  j->locate(j->context, at, &point);
  node->offset = point.offset;
  ev_place_start(&node->place, point);
  return node;
}

static ev_node *begin_leaf(ev_json *j, ev_node_kind kind, ev_node_style style) {
  j->leaf_start = j->at;
  return j->leaf = new_node(j, kind, style, j->at);
}

static void end_node(ev_json *j, ev_node *node) {
  j->locate(j->context, j->at, &j->leaf_end);
  ev_place_end(&node->place, j->leaf_end);
  j->leaf = NULL;
}

/* ---- leaves */

static ev_node *take_string(ev_json *j) {
  ev_node *node = begin_leaf(j, EV_NODE_STRING, EV_STYLE_DOUBLE);
  if (!node || !ev_json_take_string(j, node)) return NULL;
  end_node(j, node);
  return node;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take_digits(ev_json *j) {
  if (!is_digit(peek(j))) return malformed(j, j->at, "expected a digit");
  while (is_digit(peek(j))) j->at++;
  return true;
}

static bool skip_number(ev_json *j) {
  size_t start = j->at;
  if (peek(j) == '-') j->at++;
  if (!is_digit(peek(j))) return malformed(j, start, "expected a value");
  if (peek(j) == '0')
    j->at++;
  else if (!take_digits(j))
    return false;
  if (peek(j) == '.') {
    j->at++;
    if (!take_digits(j)) return false;
  }
  if (peek(j) != 'e' && peek(j) != 'E') return true;
  j->at++;
  if (peek(j) == '+' || peek(j) == '-') j->at++;
  return take_digits(j);
}

static ev_node *take_number(ev_json *j) {
  size_t start = j->at;
  ev_node *node = begin_leaf(j, EV_NODE_FLOAT, EV_STYLE_PLAIN);
  bool ok = node && skip_number(j);
  if (node) node->text = ev_str_slice(j->text, start, j->at);
  if (!ok) return NULL;
  ev_number number = ev_number_read(node->text);
  ev_int unused;
  if (ev_number_integer(&number, &unused)) node->kind = EV_NODE_INT;
  end_node(j, node);
  return node;
}

static ev_node *take_word(ev_json *j) {
  static const struct {
    const char *text;
    ev_node_kind kind;
  } words[] = {{"true", EV_NODE_BOOL}, {"false", EV_NODE_BOOL}, {"null", EV_NODE_NULL}};
  ev_str rest = ev_str_slice(j->text, j->at, j->text.size);
  for (size_t i = 0; i < 3; i++) {
    ev_str word = ev_str_of(words[i].text);
    if (!ev_str_starts(rest, word)) continue;
    ev_node *node = new_node(j, words[i].kind, EV_STYLE_PLAIN, j->at);
    if (!node) return NULL;
    node->text = ev_str_slice(rest, 0, word.size);
    j->at += word.size;
    end_node(j, node);
    return node;
  }
  (void)malformed(j, j->at,
                  j->at >= j->text.size ? "found the end of the text where a value was expected"
                                        : "expected a value");
  return NULL;
}

static ev_node *take_leaf(ev_json *j) {
  char c = peek(j);
  if (c == '"') return take_string(j);
  if (c == '-' || is_digit(c)) return take_number(j);
  return take_word(j);
}

/* ---- collections */

typedef struct stack {
  ev_open *items; /* owned, on the heap */
  size_t depth, capacity;
} stack;

static ev_open *top(stack *s) { return s->depth ? &s->items[s->depth - 1] : NULL; }

static bool push(ev_json *j, stack *s, ev_node *node) {
  if (s->depth >= j->depth)
    return ev_json_fail(j, "depth-limit", j->at, "brackets are nested deeper than is read");
  if (s->depth == s->capacity) {
    size_t capacity = s->capacity ? s->capacity * 2 : 8;
    ev_open *items = ev_realloc(s->items, capacity * sizeof *items);
    if (!items) {
      j->tree->arena->failed = true;
      return false;
    }
    s->items = items;
    s->capacity = capacity;
  }
  s->items[s->depth++] = (ev_open){.node = node};
  return true;
}

static bool note_duplicate(ev_json *j, const ev_open *map, const ev_node *old, const ev_node *value) {
  if (!old || !j->note_duplicates) return true;
  return ev_tree_duplicate(j->tree, map->node, old, value);
}

/* Puts a value into the collection on top; without one it is the root. */
static bool attach(ev_json *j, stack *s, ev_node *node) {
  ev_open *open = top(s);
  if (!open) return true;
  if (open->node->kind == EV_NODE_LIST) {
    ev_tree_append(open, node);
    return true;
  }
  const ev_node *old = ev_tree_put(j->tree, open, open->key, node);
  open->key = NULL;
  return note_duplicate(j, open, old, node);
}

static bool take_key(ev_json *j, ev_open *map) {
  if (peek(j) != '"') return malformed(j, j->at, "expected a key in double quotes");
  map->key = take_string(j);
  if (!map->key) return false;
  j->at = ev_json_skip_blanks(j->text, j->at);
  if (peek(j) != ':') return malformed(j, j->at, "expected `:` after the key");
  j->at = ev_json_skip_blanks(j->text, j->at + 1);
  return true;
}

static char closing(const ev_open *open) { return open->node->kind == EV_NODE_MAP ? '}' : ']'; }

static bool note_comma(ev_json *j, size_t comma, const ev_node *in) {
  ev_place place = {0};
  ev_point at;
  j->locate(j->context, comma, &at);
  ev_place_start(&place, at);
  ev_place_end(&place, (ev_point){at.offset + 1, at.line, at.column + 1});
  ev_quirk *quirk = ev_tree_quirk(j->tree, EV_QUIRK_DIVERGENT, place, in);
  if (!quirk) return false;
  quirk->what = "a trailing comma, which JSON does not allow";
  return true;
}

/* What stands between elements; afterwards the next element, key or closing bracket stands at j->at. */
static bool take_comma(ev_json *j, ev_open *open) {
  j->at = ev_json_skip_blanks(j->text, j->at);
  if (open->entries == 0 || peek(j) == closing(open)) return true;
  if (peek(j) != ',')
    return malformed(j, j->at, closing(open) == '}' ? "expected `,` or `}`" : "expected `,` or `]`");
  size_t comma = j->at;
  j->at = ev_json_skip_blanks(j->text, j->at + 1);
  if (peek(j) != closing(open)) return true;
  if (!j->lenient) return malformed(j, j->at, "found a closing bracket after a comma");
  return note_comma(j, comma, open->node);
}

static void close_top(ev_json *j, stack *s) {
  const ev_open *open = top(s);
  j->at++;
  ev_point end;
  j->locate(j->context, j->at, &end);
  if (open->entries == 0) j->leaf_end = end;
  ev_place_end(&open->node->place, j->leaf_end);
  s->depth--;
}

/* One leaf, or the start of a collection. */
static ev_node *take_node(ev_json *j, stack *s) {
  char c = peek(j);
  if (c != '{' && c != '[') {
    ev_node *leaf = take_leaf(j);
    return leaf && attach(j, s, leaf) ? leaf : NULL;
  }
  ev_node *node = new_node(j, c == '{' ? EV_NODE_MAP : EV_NODE_LIST, EV_STYLE_FLOW, j->at);
  if (!node || !attach(j, s, node) || !push(j, s, node)) return NULL;
  j->at++;
  return node;
}

/* Goes on until the root is complete. */
static bool finish(ev_json *j, stack *s) {
  while (s->depth) {
    ev_open *open = top(s);
    if (!take_comma(j, open)) return false;
    if (peek(j) == closing(open)) {
      close_top(j, s);
      continue;
    }
    if (open->node->kind == EV_NODE_MAP && !take_key(j, open)) return false;
    if (!take_node(j, s)) return false;
  }
  return true;
}

/* What stands behind the last key of a malformed text, so that the key is in the tree. */
static ev_node *value_without_end(ev_json *j, const ev_node *key) {
  ev_node *node = ev_tree_node(j->tree, EV_NODE_NULL, EV_STYLE_PLAIN);
  if (!node) return NULL;
  node->place = key->place;
  node->place.end_line = 0;
  return node;
}

/* The string or number in which the text is malformed, as far as it goes; NULL where it is malformed from its
 * first byte on. */
static ev_node *broken_leaf(ev_json *j) {
  if (!j->leaf || j->error_at <= j->leaf_start) return NULL;
  if (j->leaf->kind == EV_NODE_STRING) j->leaf->text = ev_str_slice(j->text, j->leaf_start + 1, j->error_at);
  return j->leaf;
}

/* Puts what was begun before an error into the tree: it may be wrong from its first byte. */
static void keep_begun(ev_json *j, stack *s) {
  const ev_open *open = top(s);
  const ev_node *key = open ? open->key : NULL;
  bool in_map = open && open->node->kind == EV_NODE_MAP;
  if (in_map && !key) return; /* the key itself has no end */
  ev_node *leaf = broken_leaf(j), *node = leaf ? leaf : key ? value_without_end(j, key) : NULL;
  if (!node) return;
  if (open)
    (void)attach(j, s, node);
  else
    j->root = node;
}

ev_node *ev_json_value(ev_json *j) {
  stack s = {0};
  j->leaf = NULL;
  j->at = ev_json_skip_blanks(j->text, j->at);
  ev_node *root = take_node(j, &s);
  j->root = root;
  if (root && !finish(j, &s)) root = NULL;
  if (!root && !j->note_duplicates) keep_begun(j, &s);
  ev_free(s.items);
  return j->tree->arena->failed ? NULL : root;
}

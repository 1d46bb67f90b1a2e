#include "manifest.h"
#include "number.h"
#include "resolve.h"
#include "table.h"
#include "tree.h"

static ev_node *counted(ev_node *n) {
  while (n && (n->flags & EV_FLAG_SHADOWED)) n = n->next;
  return n;
}

ev_node *ev_node_first(const ev_node *node) {
  return node && node->kind >= EV_NODE_LIST ? counted(node->first) : NULL;
}

ev_node *ev_node_next(const ev_node *node) { return node ? counted(node->next) : NULL; }

static ev_table *make_index(ev_node *map, ev_arena *arena) {
  ev_table *table = ev_table_new(arena);
  for (ev_node *n = ev_node_first(map); n && table; n = ev_node_next(n))
    if (!ev_table_put(table, arena, n->key->text, n)) return NULL;
  return table;
}

ev_node *ev_node_get(ev_node *map, ev_str key, ev_arena *arena) {
  if (!map || map->kind != EV_NODE_MAP) return NULL;
  if (!map->cache && map->count > EV_INDEXED_ENTRIES && arena) map->cache = make_index(map, arena);
  if (map->cache) return ev_table_get(map->cache, key);
  for (ev_node *n = ev_node_first(map); n; n = ev_node_next(n))
    if (ev_str_equal(n->key->text, key)) return n;
  return NULL;
}

bool ev_node_bool(const ev_node *node) {
  if (node->kind != EV_NODE_BOOL || node->text.size == 0) return false;
  char c = (char)(node->text.at[0] | 0x20);
  bool on = c == 'o' && node->text.size == 2;
  return c == 't' || c == 'y' || on;
}

bool ev_node_int(const ev_node *node, ev_int *out) {
  if (node->kind != EV_NODE_INT) return false;
  ev_number number = ev_number_read(node->text);
  return ev_number_integer(&number, out);
}

/* As JSON. The room is needed as long as the text is. */
static ev_str number_text(const ev_node *node, char room[EV_NUMBER_TEXT]) {
  ev_number number = ev_number_read(node->text);
  if (number.kind == EV_NUMBER_NONE) return node->text; /* a JSON number beyond the doubles */
  return (ev_str){room, ev_number_json(&number, room)};
}

bool ev_node_quantity(const ev_node *node, ev_rat *out) {
  char room[EV_NUMBER_TEXT];
  switch ((ev_node_kind)node->kind) {
  case EV_NODE_INT:
  case EV_NODE_FLOAT: return ev_quantity_parse(number_text(node, room), out);
  case EV_NODE_STRING: return ev_quantity_parse(ev_str_trim(node->text, " "), out);
  default: return false;
  }
}

const char *ev_node_kind_text(const ev_node *node) {
  static const char *const texts[] = {"null",     "a boolean", "an integer", "a number",
                                      "a string", "a list",    "a mapping"};
  return texts[node->kind <= EV_NODE_MAP ? node->kind : EV_NODE_NULL];
}

void ev_node_spelling(ev_buf *out, const ev_node *node) {
  char room[EV_NUMBER_TEXT];
  switch ((ev_node_kind)node->kind) {
  case EV_NODE_NULL: ev_buf_text(out, "null"); break;
  case EV_NODE_BOOL: ev_buf_text(out, ev_node_bool(node) ? "true" : "false"); break;
  case EV_NODE_INT:
  case EV_NODE_FLOAT: ev_buf_str(out, number_text(node, room)); break;
  case EV_NODE_STRING: ev_buf_str(out, node->text); break;
  case EV_NODE_LIST:
  case EV_NODE_MAP: break;
  }
}

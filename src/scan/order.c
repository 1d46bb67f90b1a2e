#include "merge.h"

static size_t depth_of(const ev_node *node) {
  size_t depth = 0;
  for (; node->parent; node = node->parent) depth++;
  return depth;
}

static const ev_node *climb(const ev_node *node, size_t levels) {
  while (levels-- > 0) node = node->parent;
  return node;
}

/* A key and its value are one entry. */
static bool is_entry(const ev_node *node, const ev_node *child) {
  return child == node || child->key == node;
}

/* Entries that a merge brought have offsets of elsewhere: only the list of children tells. */
static int order_by_list(const ev_node *a, const ev_node *b) {
  for (const ev_node *n = a->parent->first; n; n = n->next) {
    if (is_entry(a, n)) return is_entry(b, n) ? 0 : -1;
    if (is_entry(b, n)) return 1;
  }
  return 0;
}

static int order_siblings(const ev_node *a, const ev_node *b) {
  if (!a->key || !b->key) return (a->index > b->index) - (a->index < b->index);
  if ((a->flags | b->flags) & EV_FLAG_MERGED) return order_by_list(a, b);
  return (a->key->offset > b->key->offset) - (a->key->offset < b->key->offset);
}

int ev_node_order(const ev_node *a, const ev_node *b) {
  size_t deep_a = depth_of(a), deep_b = depth_of(b);
  size_t depth = deep_a < deep_b ? deep_a : deep_b;
  a = climb(a, deep_a - depth);
  b = climb(b, deep_b - depth);
  if (a == b) return (deep_a > deep_b) - (deep_a < deep_b);
  while (a->parent != b->parent) {
    a = a->parent;
    b = b->parent;
  }
  return a->parent ? order_siblings(a, b) : 0;
}

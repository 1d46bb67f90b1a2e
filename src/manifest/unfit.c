/* What YAML can say and JSON cannot: numbers that are not finite, and keys that are null or too large an
 * integer. kubectl comes upon them only when it turns what it has read into JSON, and so never sees those in
 * a value that a later key replaced. */
#include "builder.h"

void ev_builder_unfit(ev_builder *b, ev_node *node) {
  node->flags |= EV_FLAG_UNFIT;
  b->unfit = true;
}

static bool refuse_value(ev_builder *b, const ev_node *node) {
  ev_point at = {node->offset, node->place.line, node->place.column};
  ev_str text = ev_excerpt(b->tree.arena, node->text);
  (void)ev_fault_set(&b->fault, b->tree.arena, "not-finite", at,
                     "found `%.*s`, a number that JSON cannot hold", EV_STR_ARG(text));
  ev_fault_help(&b->fault, "quote it if it is meant as text");
  return false;
}

static bool refuse_key(ev_builder *b, const ev_node *key) {
  const ev_node *at = key->alias ? key->alias : key;
  ev_point point = {at->offset, at->place.line, at->place.column};
  bool null = ev_str_is(key->text, "null");
  (void)ev_fault_set(&b->fault, b->tree.arena, "key-not-scalar", point,
                     "found %s as a key, where Kubernetes takes only text",
                     null ? "null" : "an integer above 9223372036854775807");
  ev_fault_help(&b->fault, "quote the key if it is text");
  return false;
}

/* The first of these siblings that kubectl may turn into JSON. */
static const ev_node *converted(const ev_node *n) {
  while (n && (n->flags & (EV_FLAG_SHADOWED | EV_FLAG_AMBIGUOUS)) == EV_FLAG_SHADOWED) n = n->next;
  return n;
}

static const ev_node *next_converted(const ev_node *n) {
  const ev_node *next = n->kind >= EV_NODE_LIST ? converted(n->first) : NULL;
  for (; !next && n; n = n->parent) next = converted(n->next);
  return next;
}

bool ev_builder_check_unfit(ev_builder *b) {
  if (!b->unfit) return true;
  for (const ev_node *n = b->root; n; n = next_converted(n)) {
    if (n->key && n->key->flags & EV_FLAG_UNFIT) return refuse_key(b, n->key);
    if (n->flags & EV_FLAG_UNFIT) return refuse_value(b, n);
  }
  return true;
}

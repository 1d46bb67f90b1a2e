/* Values from the manifest by the types of the records. */
#include "value.h"

static const char is_template[] = "the text is an unrendered template";

/* ---- shapes of scalars */

static bool is_word(const ev_words *words, ev_str text) {
  while (words && !ev_str_equal(words->word.text, text)) words = words->next;
  return words != NULL;
}

/* Kubernetes' integers have 64 bits. */
static bool as_int(ev_node *node, ev_int *out) {
  return ev_node_int(node, out) && *out >= INT64_MIN && *out <= INT64_MAX;
}

static bool as_quantity(const ev_node *node, ev_rat *out) {
  ev_buf text = {0};
  bool scalar = node->kind == EV_NODE_INT || node->kind == EV_NODE_FLOAT || node->kind == EV_NODE_STRING;
  if (!scalar) return false;
  ev_node_spelling(&text, node);
  bool read = ev_quantity_parse(ev_str_trim(ev_buf_view(&text), " "), out);
  ev_buf_free(&text);
  return read;
}

bool ref_fits(const ev_type *type, ev_node *node) {
  ev_int n;
  ev_rat quantity;
  type = ev_type_present(type);
  switch (type->kind) {
  case EV_T_ANY: return true;
  case EV_T_BOOL: return node->kind == EV_NODE_BOOL;
  case EV_T_INT: return as_int(node, &n);
  case EV_T_QUANTITY:
  case EV_T_INTERVAL: return as_quantity(node, &quantity);
  case EV_T_STRING: return node->kind == EV_NODE_STRING;
  case EV_T_ENUM:
    return node->kind == EV_NODE_STRING &&
           (node->flags & EV_FLAG_TEMPLATE || is_word(type->words, node->text));
  case EV_T_LIST: return node->kind == EV_NODE_LIST;
  case EV_T_MAP:
  case EV_T_RECORD: return node->kind == EV_NODE_MAP;
  default: return false;
  }
}

/* ---- reading */

/* Of keys the reader does not say so. */
bool ref_is_template(const ev_node *node) {
  if (node->key != node || node->flags & EV_FLAG_TEMPLATE) return node->flags & EV_FLAG_TEMPLATE;
  size_t open = ev_str_find(node->text, EV_STR("{{"));
  if (open == SIZE_MAX) return false;
  return ev_str_find(ev_str_slice(node->text, open, node->text.size), EV_STR("}}")) != SIZE_MAX;
}

ref_value ref_read_string(const ev_node *node) {
  ref_value v = ref_is_template(node) ? ref_unknown(ev_str_of(is_template)) : ref_string(node->text);
  v.verbatim = v.kind == REF_UNKNOWN;
  v.origin = node;
  return v;
}

static ref_value read_quantity(ev_node *node) {
  ev_rat n = ev_rat_of(0);
  if (node->flags & EV_FLAG_TEMPLATE || !as_quantity(node, &n)) return ref_refused(node);
  return ref_number(n, n, false);
}

static ref_value read_int(ev_node *node) {
  ev_int n = 0;
  (void)ev_node_int(node, &n);
  return ref_int(n);
}

static ref_value read(const ev_type *type, ev_node *node) {
  if (node->flags & EV_FLAG_AMBIGUOUS) return ref_unknown(EV_STR("the key is given twice, once as a number"));
  if (!ref_fits(type, node)) return ref_refused(node);
  switch (type->kind) {
  case EV_T_BOOL: return ref_bool(ev_node_bool(node));
  case EV_T_INT: return read_int(node);
  case EV_T_QUANTITY:
  case EV_T_INTERVAL: return read_quantity(node);
  case EV_T_STRING:
  case EV_T_ENUM: return ref_read_string(node);
  default: return (ref_value){.kind = REF_NODE, .node = node, .type = type};
  }
}

ref_value ref_read(const ev_type *type, ev_node *node) {
  ref_value v = read(ev_type_present(type), node);
  v.origin = node;
  return v;
}

static ref_value zero(const ev_type *type, ev_node *node) {
  switch (type->kind) {
  case EV_T_OPTIONAL: return ref_absent();
  case EV_T_BOOL: return ref_bool(false);
  case EV_T_INT: return ref_int(0);
  case EV_T_QUANTITY:
  case EV_T_INTERVAL: return ref_number(ev_rat_of(0), ev_rat_of(0), false);
  case EV_T_STRING:
  case EV_T_ENUM: return ref_string(EV_STR(""));
  default: return (ref_value){.kind = REF_NODE, .node = node, .type = type};
  }
}

ref_value ref_read_element(const ev_type *type, ev_node *node) {
  if (node->kind != EV_NODE_NULL || node->flags & EV_FLAG_AMBIGUOUS) return ref_read(type, node);
  ref_value v = zero(type, node);
  v.origin = node;
  return v;
}

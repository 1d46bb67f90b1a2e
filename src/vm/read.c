/* Values from nodes of the manifest, by the types of the records: what the shape rules report is refused
 * here. */
#include "machine.h"

static const char is_template[] = "the text is an unrendered template";
static const char is_ambiguous[] = "the key is given twice, once as a number";

uint32_t ev_vtype_present(const ev_bundle *bundle, uint32_t type) {
  const ev_vtype *t = &bundle->types[type];
  return t->kind == EV_VT_OPTIONAL ? t->ref : type;
}

/* ---- shape */

static bool read_int64(const ev_node *node, ev_int *out) {
  return ev_node_int(node, out) && *out <= INT64_MAX; /* the reader has no smaller ones than 64 bits hold */
}

static bool is_word(const ev_texts *words, ev_str text) {
  for (uint32_t i = 0; i < words->count; i++)
    if (ev_str_equal(words->at[i], text)) return true;
  return false;
}

static bool string_ok(const ev_bundle *bundle, const ev_vtype *type, const ev_node *node) {
  if (node->kind != EV_NODE_STRING) return false;
  if (type->ref == EV_NONE || node->flags & EV_FLAG_TEMPLATE) return true;
  return is_word(&bundle->enums[type->ref], node->text);
}

bool ev_shape_ok(const ev_bundle *bundle, uint32_t type, const ev_node *node) {
  const ev_vtype *t = &bundle->types[ev_vtype_present(bundle, type)];
  ev_int integer;
  ev_rat quantity;
  switch (t->kind) {
  case EV_VT_BOOL: return node->kind == EV_NODE_BOOL;
  case EV_VT_INT: return read_int64(node, &integer);
  case EV_VT_QUANTITY:
  case EV_VT_INTERVAL: return ev_node_quantity(node, &quantity);
  case EV_VT_STRING: return string_ok(bundle, t, node);
  case EV_VT_ANY: return true;
  case EV_VT_LIST: return node->kind == EV_NODE_LIST;
  case EV_VT_MAP:
  case EV_VT_RECORD: return node->kind == EV_NODE_MAP;
  default: return false;
  }
}

/* ---- reading */

ev_value ev_read_string(const ev_node *node) {
  ev_value v = node->flags & EV_FLAG_TEMPLATE ? ev_value_unknown(is_template) : ev_value_string(node->text);
  v.as_it_stands = v.kind == EV_V_UNKNOWN;
  v.origin = node;
  return v;
}

static ev_value node_value(uint32_t type, ev_node *node) {
  return (ev_value){.kind = EV_V_NODE, .type = type, .node = node, .origin = node};
}

static ev_value read_int(const ev_node *node) {
  ev_int n = 0;
  if (!read_int64(node, &n)) return ev_value_refused(node);
  ev_value v = ev_value_int(n);
  v.origin = node;
  return v;
}

static ev_value read_number(ev_vm *vm, const ev_node *node) {
  ev_rat n;
  if (!ev_node_quantity(node, &n)) return ev_value_refused(node);
  ev_value v = ev_value_number(vm, ev_bounds_of(n), false);
  v.origin = node;
  return v;
}

static ev_value read_bool(const ev_node *node) {
  if (node->kind != EV_NODE_BOOL) return ev_value_refused(node);
  ev_value v = ev_value_bool(ev_node_bool(node));
  v.origin = node;
  return v;
}

ev_value ev_read_node(ev_vm *vm, uint32_t type, ev_node *node) {
  const ev_bundle *bundle = vm->bundle;
  type = ev_vtype_present(bundle, type);
  const ev_vtype *t = &bundle->types[type];
  if (node->flags & EV_FLAG_AMBIGUOUS) {
    ev_value v = ev_value_unknown(is_ambiguous);
    v.origin = node;
    return v;
  }
  switch (t->kind) {
  case EV_VT_BOOL: return read_bool(node);
  case EV_VT_INT: return read_int(node);
  case EV_VT_QUANTITY:
  case EV_VT_INTERVAL: return read_number(vm, node);
  case EV_VT_STRING: return string_ok(bundle, t, node) ? ev_read_string(node) : ev_value_refused(node);
  default: return ev_shape_ok(bundle, type, node) ? node_value(type, node) : ev_value_refused(node);
  }
}

/* Kubernetes' zero value of a type, as null in a list or map gives it. */
static ev_value zero_value(ev_vm *vm, uint32_t type, ev_node *node) {
  switch (vm->bundle->types[type].kind) {
  case EV_VT_BOOL: return ev_value_bool(false);
  case EV_VT_INT: return ev_value_int(0);
  case EV_VT_QUANTITY:
  case EV_VT_INTERVAL: return ev_value_number(vm, ev_bounds_of(ev_rat_of(0)), false);
  case EV_VT_STRING: return ev_value_string(EV_STR(""));
  case EV_VT_OPTIONAL: return ev_value_absent();
  default: return node_value(type, node);
  }
}

ev_value ev_read_element(ev_vm *vm, uint32_t type, ev_node *node) {
  if (node->kind != EV_NODE_NULL || node->flags & EV_FLAG_AMBIGUOUS) return ev_read_node(vm, type, node);
  ev_value v = zero_value(vm, type, node);
  v.origin = node;
  return v;
}

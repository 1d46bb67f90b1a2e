/* Values from the manifest by the types of the records, and values as messages show them. */
#include "value.h"

/* ---- reading */

static bool is_word(const ev_words *words, ev_str text) {
  while (words && !ev_str_equal(words->word.text, text)) words = words->next;
  return words != NULL;
}

static ref_value read_string(const ev_type *type, ev_node *node) {
  bool unrendered = node->flags & EV_FLAG_TEMPLATE;
  if (node->kind != EV_NODE_STRING) return ref_refused(node);
  if (unrendered) return ref_unknown(EV_STR("the text is an unrendered template"));
  if (type->kind == EV_T_ENUM && !is_word(type->words, node->text)) return ref_refused(node);
  return ref_string(node->text);
}

static ref_value read_int(ev_node *node) {
  ev_int n;
  if (!ev_node_int(node, &n) || n < INT64_MIN || n > INT64_MAX) return ref_refused(node);
  return ref_int(n);
}

static ref_value read_quantity(ev_node *node) {
  ev_rat n = ev_rat_of(0);
  ev_buf text = {0};
  if (node->kind < EV_NODE_INT || node->kind > EV_NODE_STRING) return ref_refused(node);
  ev_node_spelling(&text, node);
  bool read = ev_quantity_parse(ev_str_trim(ev_buf_view(&text), " "), &n);
  ev_buf_free(&text);
  return read ? ref_number(n, n, false) : ref_refused(node);
}

static ref_value read_collection(const ev_type *type, ev_node *node) {
  bool right = type->kind == EV_T_ANY || (type->kind == EV_T_LIST && node->kind == EV_NODE_LIST) ||
               ((type->kind == EV_T_MAP || type->kind == EV_T_RECORD) && node->kind == EV_NODE_MAP);
  return right ? (ref_value){.kind = REF_NODE, .node = node, .type = type} : ref_refused(node);
}

static ref_value read(const ev_type *type, ev_node *node) {
  if (node->flags & EV_FLAG_AMBIGUOUS) return ref_unknown(EV_STR("the key is given twice, once as a number"));
  switch (type->kind) {
  case EV_T_BOOL: return node->kind == EV_NODE_BOOL ? ref_bool(ev_node_bool(node)) : ref_refused(node);
  case EV_T_INT: return read_int(node);
  case EV_T_QUANTITY:
  case EV_T_INTERVAL: return read_quantity(node);
  case EV_T_STRING:
  case EV_T_ENUM: return read_string(type, node);
  default: return read_collection(type, node);
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

/* ---- writing */

static void write_end(ev_buf *out, ev_rat n, bool whole) {
  if (whole && ev_rat_is_int(n))
    ev_int_write(out, n.num);
  else
    ev_quantity_write(out, n);
}

static void write_number(ev_buf *out, const ref_value *v) {
  bool below = ev_rat_compare(v->low, EV_MINUS_INFINITY) == 0;
  bool above = ev_rat_compare(v->high, EV_INFINITY) == 0;
  if (ref_is_exact(v)) {
    write_end(out, v->low, v->whole);
  } else if (below && above) {
    ev_buf_text(out, "any amount");
  } else if (above) {
    ev_buf_text(out, "at least ");
    write_end(out, v->low, v->whole);
  } else if (below) {
    ev_buf_text(out, "at most ");
    write_end(out, v->high, v->whole);
  } else {
    write_end(out, v->low, v->whole);
    ev_buf_text(out, " to ");
    write_end(out, v->high, v->whole);
  }
}

static void write_node(ev_buf *out, const ev_node *node) {
  if (!node)
    ev_buf_text(out, "(not set)");
  else if (node->kind >= EV_NODE_LIST)
    ev_buf_text(out, ev_node_kind_text(node));
  else
    ev_node_spelling(out, node);
}

void ref_write(ev_buf *out, const ref_value *v) {
  switch (v->kind) {
  case REF_ABSENT: ev_buf_text(out, "(not set)"); break;
  case REF_BOOL: ev_buf_text(out, v->truth ? "true" : "false"); break;
  case REF_NUMBER: write_number(out, v); break;
  case REF_STRING: ev_buf_str(out, v->text); break;
  case REF_NODE: write_node(out, v->node); break;
  case REF_LIST: ev_buf_text(out, "a list"); break;
  case REF_ROW: ev_buf_str(out, v->table->name.text); break;
  case REF_UNKNOWN:
  case REF_REFUSED:
    if (v->origin)
      write_node(out, v->origin);
    else
      ev_buf_text(out, v->kind == REF_UNKNOWN ? "(unknown)" : "(refused)");
  }
}

/* Whether a decoded tree is as its type says, in the order of the text. A text that is malformed gives what
 * stands in front of that place: its open collections have no end, and the value itself only a key. */
#include "reference.h"

static bool wrong(ref_fault *fault, const ev_node *at, ev_place place, ev_str what) {
  *fault = (ref_fault){at, place, what};
  return false;
}

static ev_place start_of(ev_place p) { return (ev_place){p.line, p.column, p.line, p.column + 1}; }

static bool wrong_type(ref_run *run, const ev_type *type, const ev_node *node, ref_fault *fault) {
  ev_buf what = {0};
  ev_buf_text(&what, "found ");
  ev_buf_str(&what, ref_found(run, node));
  ev_buf_text(&what, " where ");
  ev_buf_str(&what, ref_expected(run, type));
  ev_buf_text(&what, " is expected");
  ev_place place = node->place.end_line ? node->place : start_of(node->place); /* it may not be closed */
  return wrong(fault, node, place, ref_take(run, &what));
}

static bool wrong_key(ref_run *run, const ev_node *at, ev_place place, ev_str key, const char *is,
                      ref_fault *fault) {
  ev_buf what = {0};
  ev_buf_text(&what, "the key \"");
  ev_buf_visible(&what, key);
  ev_buf_format(&what, "\" %s", is);
  return wrong(fault, at, place, ref_take(run, &what));
}

static bool is_required(const ev_field *f) {
  return f->class_ == EV_FIELD_TYPED && ev_type_is_scalar(f->type->type) && !f->fallback;
}

/* A key that is missing is missing at the first character of its mapping. */
static bool has_required(ref_run *run, const ev_decl *record, const ev_node *map, ref_fault *fault) {
  if (map->place.end_line == 0) return true;
  for (const ev_field *f = record->fields; f; f = f->next)
    if (is_required(f) && !ev_node_get((ev_node *)(uintptr_t)map, f->name.text, run->arena))
      return wrong_key(run, map, start_of(map->place), f->name.text, "is missing", fault);
  return true;
}

static bool is_given_before(const ev_node *entry) {
  const ev_node *n = entry->parent->first;
  while (n != entry && !ev_str_equal(n->key->text, entry->key->text)) n = n->next;
  return n != entry;
}

static bool is_malformed(const ev_node *n) { return n->kind == EV_NODE_NULL && n->place.end_line == 0; }

static bool fits_field(ref_run *run, const ev_decl *record, const ev_node *entry, ref_fault *fault) {
  const ev_field *f = ref_field(record, entry->key->text);
  bool known = f && f->class_ != EV_FIELD_ELSEWHERE;
  if (!known && record->closed)
    return wrong_key(run, entry->key, entry->key->place, entry->key->text, "is not known here", fault);
  if (!known || f->class_ != EV_FIELD_TYPED || is_malformed(entry)) return true;
  if (entry->kind == EV_NODE_NULL && !is_required(f)) return true;
  return ref_json_fits(run, f->type->type, entry, fault);
}

static bool fits_child(ref_run *run, const ev_type *type, const ev_node *child, ref_fault *fault) {
  if (child->key && is_given_before(child))
    return wrong_key(run, child->key, child->key->place, child->key->text, "is given twice", fault);
  if (type->kind == EV_T_RECORD) return fits_field(run, type->decl, child, fault);
  bool absent = child->kind == EV_NODE_NULL && type->element->kind == EV_T_OPTIONAL;
  return is_malformed(child) || absent || ref_json_fits(run, type->element, child, fault);
}

bool ref_json_fits(ref_run *run, const ev_type *type, const ev_node *root, ref_fault *fault) {
  type = ev_type_present(type);
  if (!ref_fits(type, (ev_node *)(uintptr_t)root)) return wrong_type(run, type, root, fault);
  bool described = type->kind == EV_T_LIST || type->kind == EV_T_MAP || type->kind == EV_T_RECORD;
  if (!described) return true;
  if (type->kind == EV_T_RECORD && !has_required(run, type->decl, root, fault)) return false;
  for (const ev_node *child = root->first; child; child = child->next)
    if (!fits_child(run, type, child, fault)) return false;
  return true;
}

/* Fields of records, columns of rows, elements of maps, lists and tables. */
#include "reference.h"

static const ev_field *nth_field(const ev_decl *decl, int index) {
  const ev_field *f = decl->fields;
  while (index-- > 0) f = f->next;
  return f;
}

/* What a field that is not there reads as: its default, nothing, or an empty collection that stands where its
 * record does. */
static ref_value missing(const ev_field *field, const ref_value *record) {
  const ev_type *type = field->type->type;
  if (field->fallback) return ref_literal(field->fallback, type);
  if (type->kind == EV_T_OPTIONAL) return ref_absent();
  if (ev_type_is_scalar(type)) return ref_refused(record->origin); /* required, in decoded text alone */
  return (ref_value){.kind = REF_NODE, .type = type, .origin = record->origin};
}

/* Is there a difference between its being there and not? A column is always there. */
static bool may_be_missing(const ev_field *field) {
  const ev_type *type = field->type->type;
  return type->kind == EV_T_OPTIONAL || type->kind == EV_T_ANY || !ev_type_is_scalar(type);
}

static ref_value column(const ref_value *row, const ev_expr *e) {
  const ev_expr *cell = row->cells;
  for (int i = 0; i < e->field; i++) cell = cell->next;
  return ref_literal(cell, nth_field(row->table, e->field)->type->type);
}

ref_value ref_member(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_eval(scope, e->a);
  const ev_field *field = nth_field(ev_type_present(e->a->type)->decl, e->field);
  if (ref_is_poison(&v)) {
    v.perhaps_absent = v.perhaps_absent || may_be_missing(field);
    return v;
  }
  if (ref_is_optional(e->a) && ref_is_absent(&v)) return ref_absent();
  if (v.kind == REF_ROW) return column(&v, e);
  ev_node *node = ev_node_get(v.node, field->name.text, scope->run->arena);
  bool null = node && node->kind == EV_NODE_NULL && !(node->flags & EV_FLAG_AMBIGUOUS);
  return !node || null ? missing(field, &v) : ref_read(field->type->type, node);
}

/* ---- by a key */

static ref_value row_of(ref_run *run, const ev_decl *table, ref_value key) {
  key.perhaps_absent = true;
  if (key.kind == REF_ABSENT || ref_is_poison(&key)) return key;
  if (key.kind == REF_NUMBER && !ref_is_exact(&key))
    return ref_unknown_or_absent(EV_STR("the exact number is not known"));
  ref_value rows = ref_rows(run, table);
  for (const ref_element *e = rows.elements; e; e = e->next) {
    ref_value equal = ref_equal(key, ref_literal(e->value.cells, table->fields->type->type));
    if (ref_is(&equal, true)) return e->value;
  }
  return ref_absent();
}

static ref_value element_at(ref_run *run, const ref_value *list, const ref_value *index) {
  if (!ref_is_exact(index)) return ref_from(ref_unknown_or_absent(EV_STR("the index is not known")), list);
  if (!ev_rat_is_int(index->low) || index->low.num < 0) return ref_absent();
  const ref_element *e = ref_elements(run, list);
  for (ev_int i = 0; e; e = e->next, i++) {
    if (e->value.maybe) return ref_unknown_or_absent(EV_STR("which element stands there is not known"));
    if (i == index->low.num) return e->value;
  }
  return ref_absent();
}

static bool is_table(const ev_expr *e) {
  return e->kind == EV_E_NAME && e->ref == EV_REF_DECL && e->decl->kind == EV_D_TABLE;
}

ref_value ref_index(const ref_scope *scope, const ev_expr *e) {
  if (is_table(e->a)) return row_of(scope->run, e->a->decl, ref_eval(scope, e->b));
  ref_value v = ref_eval(scope, e->a), poison;
  if (ref_is_optional(e->a) && ref_is_absent(&v)) return ref_absent();
  ref_value key = ref_eval(scope, e->b);
  if (ref_poison(&v, &key, &poison)) {
    poison.perhaps_absent = true;
    return poison;
  }
  if (ev_type_present(e->a->type)->kind == EV_T_LIST) return element_at(scope->run, &v, &key);
  ev_node *node = ev_node_get(v.node, key.text, scope->run->arena);
  return node ? ref_read_element(v.type->element, node) : ref_absent();
}

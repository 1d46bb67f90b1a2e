/* Expressions. Recursion follows the syntax tree, whose depth the parser bounds. */
#include "reference.h"

ref_value ref_refuse(ref_run *run, const char *what) {
  run->refusal = what;
  return ref_absent();
}

ref_scope ref_bind(const ref_scope *scope, const void *name, ref_value value) {
  ref_binding *made = EV_NEW(scope->run->arena, ref_binding);
  *made = (ref_binding){name, value, scope->names};
  return (ref_scope){scope->run, made};
}

static ref_value look_up(const ref_scope *scope, const void *name) {
  const ref_binding *b = scope->names;
  while (b && b->name != name) b = b->outer;
  return b ? b->value : ref_refuse(scope->run, "a name without a value");
}

/* ---- literals and names; what stands where a quantity is wanted is no int */

static ref_value literal(const ev_expr *e, const ev_type *wanted) {
  bool whole = !wanted || ev_type_present(wanted)->kind == EV_T_INT;
  switch (e->kind) {
  case EV_E_BOOL: return ref_bool(e->truth);
  case EV_E_STRING: return ref_string(e->text);
  case EV_E_INT: return ref_number(e->number, e->number, whole);
  case EV_E_QUANTITY: return ref_number(e->number, e->number, false);
  case EV_E_INFINITY: return ref_number(EV_INFINITY, EV_INFINITY, false);
  case EV_E_NEGATE: return ref_arithmetic(EV_E_SUB, ref_int(0), literal(e->a, wanted));
  default: return ref_absent();
  }
}

static ref_value name(const ref_scope *scope, const ev_expr *e) {
  if (e->ref == EV_REF_LOCAL) return look_up(scope, e->local);
  if (e->decl->kind == EV_D_VIEW) return look_up(scope, e->decl);
  if (e->decl->kind == EV_D_PARAM) return literal(e->decl->expr, e->decl->checked);
  return ref_refuse(scope->run, "a table as a list");
}

/* ---- members */

static const ev_field *nth_field(const ev_decl *decl, int index) {
  const ev_field *f = decl->fields;
  while (index-- > 0) f = f->next;
  return f;
}

static ref_value missing(const ev_field *field, const ref_value *record) {
  const ev_type *type = field->type->type;
  if (field->fallback) return literal(field->fallback, type);
  if (type->kind == EV_T_OPTIONAL) return ref_absent();
  if (ev_type_is_scalar(type)) return ref_refused(record->origin);
  return (ref_value){.kind = REF_NODE, .type = type, .origin = record->origin};
}

static ref_value column(const ref_value *row, const ev_expr *e) {
  const ev_expr *cell = row->cells;
  for (int i = 0; i < e->field; i++) cell = cell->next;
  return literal(cell, nth_field(row->table, e->field)->type->type);
}

static ref_value member(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_eval(scope, e->a);
  bool optional = !e->a->unwrap && e->a->type->kind == EV_T_OPTIONAL;
  if (ref_is_poison(&v)) return v;
  if (optional && ref_is_absent(&v)) return ref_absent();
  if (v.kind == REF_ROW) return column(&v, e);
  const ev_field *field = nth_field(ev_type_present(e->a->type)->decl, e->field);
  ev_node *node = ev_node_get(v.node, field->name.text, scope->run->arena);
  bool null = node && node->kind == EV_NODE_NULL && !(node->flags & EV_FLAG_AMBIGUOUS);
  return !node || null ? missing(field, &v) : ref_read(field->type->type, node);
}

static ref_value row_of(const ref_scope *scope, const ev_decl *table, ref_value key) {
  uint32_t columns = 0;
  if (key.kind == REF_ABSENT || ref_is_poison(&key)) return key;
  if (key.kind == REF_NUMBER && !ref_is_exact(&key))
    return ref_unknown(EV_STR("the exact number is not known"));
  for (const ev_field *f = table->fields; f; f = f->next) columns++;
  for (const ev_expr *cell = table->cells; cell;) {
    ref_value equal = ref_equal(key, literal(cell, table->fields->type->type));
    if (ref_is(&equal, true)) return (ref_value){.kind = REF_ROW, .table = (ev_decl *)table, .cells = cell};
    for (uint32_t i = 0; i < columns; i++) cell = cell->next;
  }
  (void)scope;
  return ref_absent();
}

static ref_value element_at(ref_run *run, const ref_value *list, const ref_value *index) {
  if (!ref_is_exact(index)) return ref_from(ref_unknown(EV_STR("the index is not known")), list);
  const ref_element *e = ref_elements(run, list);
  for (ev_int i = 0; e; e = e->next, i++) {
    if (e->value.maybe) return ref_unknown(EV_STR("which element stands there is not known"));
    if (ev_rat_compare(ev_rat_of(i), index->low) == 0) return e->value;
  }
  return ref_absent();
}

static ref_value indexed(const ref_scope *scope, const ev_expr *e) {
  if (e->a->kind == EV_E_NAME && e->a->ref == EV_REF_DECL && e->a->decl->kind == EV_D_TABLE)
    return row_of(scope, e->a->decl, ref_eval(scope, e->b));
  ref_value v = ref_eval(scope, e->a), poison;
  if (!e->a->unwrap && e->a->type->kind == EV_T_OPTIONAL && ref_is_absent(&v)) return ref_absent();
  ref_value key = ref_eval(scope, e->b);
  if (ref_poison(&v, &key, &poison)) return poison;
  if (ev_type_present(e->a->type)->kind == EV_T_LIST) return element_at(scope->run, &v, &key);
  ev_node *node = ev_node_get(v.node, key.text, scope->run->arena);
  return node ? ref_read_element(v.type->element, node) : ref_absent();
}

/* ---- calls */

/* The first of the chain that is set, with the places of the others that are. */
static ref_value effective(const ref_scope *scope, const ev_expr *e) {
  if (e->kind != EV_E_COALESCE) return ref_eval(scope, e);
  ref_value a = effective(scope, e->a), b = effective(scope, e->b);
  if (ref_is_absent(&a)) return b;
  if (ref_is_absent(&b) || !b.origin) return a;
  ref_place *last = EV_NEW(scope->run->arena, ref_place), *copy = NULL, **end = &copy;
  for (const ref_place *p = a.overrides; p; p = p->next, end = &(*end)->next) {
    *end = EV_NEW(scope->run->arena, ref_place);
    (*end)->at = p->at;
  }
  *last = (ref_place){b.origin, b.overrides};
  *end = last;
  a.overrides = copy;
  return a;
}

static ref_value call(const ref_scope *scope, const ev_expr *e) {
  if (e->ref == EV_REF_BUILTIN) return ref_call_builtin(scope, e);
  if (e->decl->kind != EV_D_FN) return ref_refuse(scope->run, "decode");
  ref_scope inner = {scope->run, NULL};
  const ev_field *parameter = e->decl->fields;
  for (const ev_expr *a = e->args; a; a = a->next, parameter = parameter->next)
    inner = ref_bind(&inner, parameter->local, ref_eval(scope, a));
  return e->decl->is_effective ? effective(&inner, e->decl->expr) : ref_eval(&inner, e->decl->expr);
}

/* ---- the rest */

static ref_value template(const ref_scope *scope, const ev_expr *e) {
  ev_buf text = {0};
  for (const ev_expr *piece = e->args; piece; piece = piece->next) {
    ref_value v = ref_raw(scope, piece);
    bool list = v.kind == REF_LIST || (v.kind == REF_NODE && v.type && v.type->kind == EV_T_LIST);
    if (list) (void)ref_refuse(scope->run, "a list in a text");
    ref_write(&text, &v);
  }
  ref_value made = ref_string(ev_buf_to_arena(&text, scope->run->arena));
  ev_buf_free(&text);
  return made;
}

static ref_value concat(const ref_scope *scope, const ev_expr *e) {
  ref_value a = ref_eval(scope, e->a), b = ref_eval(scope, e->b), poison;
  if (ref_poison(&a, &b, &poison)) return poison;
  if (a.kind != REF_STRING) return ref_refuse(scope->run, "lists joined");
  ev_buf text = {0};
  ev_buf_str(&text, a.text);
  ev_buf_str(&text, b.text);
  ref_value made = ref_from(ref_string(ev_buf_to_arena(&text, scope->run->arena)), &a);
  ev_buf_free(&text);
  return made;
}

static ref_value coalesce(const ref_scope *scope, const ev_expr *e) {
  ref_value a = ref_eval(scope, e->a);
  bool optional = !e->a->unwrap && e->a->type->kind == EV_T_OPTIONAL;
  return (optional || e->a->type->kind == EV_T_ABSENT) && ref_is_absent(&a) ? ref_eval(scope, e->b) : a;
}

static ref_value conditional(const ref_scope *scope, const ev_expr *e) {
  ref_value test = ref_eval(scope, e->a);
  if (ref_is_poison(&test)) return test;
  return ref_eval(scope, test.truth ? e->b : e->c);
}

static ref_value presence(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_raw(scope, e->a);
  bool holds = e->kind == EV_E_IS_SET      ? !ref_is_absent(&v)
               : e->kind == EV_E_IS_ABSENT ? ref_is_absent(&v)
                                           : v.kind == REF_REFUSED;
  return ref_bool(holds != e->negated);
}

static ref_value percent(const ref_scope *scope, const ev_expr *e) {
  ev_rat part = ev_rat_of(0);
  (void)ev_rat_div(e->number, ev_rat_of(100), &part);
  return ref_arithmetic(EV_E_MUL, ref_eval(scope, e->a), ref_number(part, part, false));
}

static ref_value negative(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_eval(scope, e->a);
  return ref_is_poison(&v) ? v : ref_from(ref_arithmetic(EV_E_SUB, ref_int(0), v), &v);
}

/* Operators of two values. */
static ref_value binary(const ref_scope *scope, const ev_expr *e) {
  ref_value a = ref_eval(scope, e->a), b = ref_eval(scope, e->b);
  switch (e->kind) {
  case EV_E_AND: return ref_and(a, b);
  case EV_E_OR: return ref_or(a, b);
  case EV_E_EQ: return ref_equal(a, b);
  case EV_E_NE: return ref_not(ref_equal(a, b));
  case EV_E_LT:
  case EV_E_LE:
  case EV_E_GT:
  case EV_E_GE: return ref_order(e->kind, a, b);
  default: return ref_arithmetic(e->kind, a, b);
  }
}

ref_value ref_raw(const ref_scope *scope, const ev_expr *e) {
  switch (e->kind) {
  case EV_E_TEMPLATE: return template(scope, e);
  case EV_E_UNKNOWN: return ref_unknown(e->text);
  case EV_E_NAME: return name(scope, e);
  case EV_E_CALL: return call(scope, e);
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return member(scope, e);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return indexed(scope, e);
  case EV_E_LIST: return ref_list_of(scope, e);
  case EV_E_COMPREHENSION: return ref_comprehension(scope, e);
  case EV_E_NOT: return ref_not(ref_eval(scope, e->a));
  case EV_E_NEGATE: return negative(scope, e);
  case EV_E_PERCENT: return percent(scope, e);
  case EV_E_IN:
  case EV_E_IS:
  case EV_E_IS_IN: return ref_in(scope, e);
  case EV_E_IS_SET:
  case EV_E_IS_ABSENT:
  case EV_E_IS_REFUSED: return presence(scope, e);
  case EV_E_COALESCE: return coalesce(scope, e);
  case EV_E_CONCAT: return concat(scope, e);
  case EV_E_IF: return conditional(scope, e);
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE: return ref_quantifier(scope, e);
  case EV_E_FIRST:
  case EV_E_LAST: return ref_pick(scope, e);
  default: return e->a && e->b ? binary(scope, e) : literal(e, NULL);
  }
}

ref_value ref_eval(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_raw(scope, e);
  if (!e->unwrap || v.kind != REF_ABSENT) return v;
  return ref_from(ref_unknown(EV_STR("a value that was expected is absent")), &v);
}

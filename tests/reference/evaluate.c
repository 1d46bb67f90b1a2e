/* Expressions. */
#include "reference.h"

#include "check.h"

ref_scope ref_bind(const ref_scope *scope, const void *name, ref_value value) {
  ref_binding *made = EV_NEW(scope->run->arena, ref_binding);
  *made = (ref_binding){name, value, scope->names};
  return (ref_scope){scope->run, made, scope->texts};
}

bool ref_is_optional(const ev_expr *e) { return !e->unwrap && e->type->kind == EV_T_OPTIONAL; }

/* ---- literals and names; what stands where a quantity is wanted is no int */

ref_value ref_literal(const ev_expr *e, const ev_type *wanted) {
  bool whole = !wanted || ev_type_present(wanted)->kind == EV_T_INT;
  switch (e->kind) {
  case EV_E_BOOL: return ref_bool(e->truth);
  case EV_E_STRING: return ref_string(e->text);
  case EV_E_INT: return ref_number(e->number, e->number, whole);
  case EV_E_QUANTITY: return ref_number(e->number, e->number, false);
  case EV_E_INFINITY: return ref_number(EV_INFINITY, EV_INFINITY, false);
  case EV_E_NEGATE: return ref_arithmetic(EV_E_SUB, ref_int(0), ref_literal(e->a, wanted));
  default: return ref_absent();
  }
}

const ev_expr *ref_setting(const ref_run *run, const ev_decl *param) {
  const ev_setting *s = run->settings;
  while (s && s->decl != param) s = s->next;
  return s ? s->value : param->expr;
}

static ref_value name(const ref_scope *scope, const ev_expr *e) {
  const void *wanted = e->ref == EV_REF_LOCAL ? (const void *)e->local : e->decl;
  if (e->ref == EV_REF_LOCAL && scope->texts) return scope->texts[e->local->parameter];
  if (e->ref == EV_REF_DECL && e->decl->kind == EV_D_PARAM)
    return ref_literal(ref_setting(scope->run, e->decl), e->decl->checked);
  if (e->ref == EV_REF_DECL && e->decl->kind == EV_D_TABLE) return ref_rows(scope->run, e->decl);
  const ref_binding *b = scope->names;
  while (b && b->name != wanted) b = b->outer;
  return b ? b->value : ref_eval(scope, e->local->value); /* in the key of a join: a let to come */
}

/* ---- choices */

static ref_value coalesce(const ref_scope *scope, const ev_expr *e) {
  ref_value a = ref_eval(scope, e->a);
  bool may_be_absent = ref_is_optional(e->a) || e->a->type->kind == EV_T_ABSENT;
  return may_be_absent && ref_is_absent(&a) ? ref_eval(scope, e->b) : a;
}

static ref_value conditional(const ref_scope *scope, const ev_expr *e) {
  ref_value test = ref_eval(scope, e->a);
  test.perhaps_absent = e->unwrap || e->type->kind == EV_T_OPTIONAL;
  if (ref_is_poison(&test)) return test;
  return ref_eval(scope, test.truth ? e->b : e->c);
}

static ref_value connective(const ref_scope *scope, const ev_expr *e) {
  bool conjunction = e->kind == EV_E_AND;
  ref_value a = ref_eval(scope, e->a);
  if (ref_is(&a, !conjunction)) return a; /* decided */
  ref_value b = ref_eval(scope, e->b);
  return conjunction ? ref_and(a, b) : ref_or(a, b);
}

static ref_value presence(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_raw(scope, e->a);
  if (ref_is_poison(&v) && v.perhaps_absent && e->kind != EV_E_IS_REFUSED) {
    v.perhaps_absent = false;
    return v;
  }
  bool holds = e->kind == EV_E_IS_SET      ? !ref_is_absent(&v)
               : e->kind == EV_E_IS_ABSENT ? ref_is_absent(&v)
                                           : v.kind == REF_REFUSED;
  return ref_bool(holds != e->negated);
}

/* ---- numbers and texts */

static ref_value percent(const ref_scope *scope, const ev_expr *e) {
  ev_rat part = ev_rat_of(0);
  (void)ev_rat_div(e->number, ev_rat_of(100), &part);
  return ref_arithmetic(EV_E_MUL, ref_eval(scope, e->a), ref_number(part, part, false));
}

static ref_value negative(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_eval(scope, e->a);
  return ref_is_poison(&v) ? v : ref_from(ref_arithmetic(EV_E_SUB, ref_int(0), v), &v);
}

static ref_value concat(const ref_scope *scope, const ev_expr *e) {
  ref_value a = ref_eval(scope, e->a), b = ref_eval(scope, e->b), poison;
  if (ref_poison(&a, &b, &poison)) return poison;
  if (a.kind != REF_STRING) return ref_concat_lists(scope->run, &a, &b);
  ev_buf text = {0};
  ev_buf_str(&text, a.text);
  ev_buf_str(&text, b.text);
  return ref_from(ref_string(ref_take(scope->run, &text)), &a);
}

static ref_value binary(const ref_scope *scope, const ev_expr *e) {
  ref_value a = ref_eval(scope, e->a), b = ref_eval(scope, e->b);
  switch (e->kind) {
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
  if (scope->run->visits == 0) return ref_absent();
  scope->run->visits--;
  switch (e->kind) {
  case EV_E_TEMPLATE: return ref_template(scope, e);
  case EV_E_UNKNOWN:
    return e->type->kind == EV_T_OPTIONAL ? ref_unknown_or_absent(e->text) : ref_unknown(e->text);
  case EV_E_NAME: return name(scope, e);
  case EV_E_CALL: return ref_call(scope, e);
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return ref_member(scope, e);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return ref_index(scope, e);
  case EV_E_LIST: return ref_list_of(scope, e);
  case EV_E_COMPREHENSION: return ref_comprehension(scope, e);
  case EV_E_NOT: return ref_not(ref_eval(scope, e->a));
  case EV_E_NEGATE: return negative(scope, e);
  case EV_E_PERCENT: return percent(scope, e);
  case EV_E_AND:
  case EV_E_OR: return connective(scope, e);
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
  default: return e->a && e->b ? binary(scope, e) : ref_literal(e, NULL);
  }
}

ref_value ref_eval(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_raw(scope, e);
  v.perhaps_absent = v.perhaps_absent && !e->unwrap;
  if (!e->unwrap || v.kind != REF_ABSENT) return v;
  return ref_from(ref_unknown(EV_STR("a value that was expected is absent")), &v);
}

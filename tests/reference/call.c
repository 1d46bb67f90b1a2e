/* Calls: functions, effective values, decodes, functions built in. */
#include "reference.h"

/* ---- declared */

/* The places that `a` overrides, then `b`'s and those that `b` overrides. */
static ref_place *overridden(ref_run *run, const ref_value *a, const ref_value *b) {
  ref_place *first = NULL, **end = &first;
  for (const ref_place *p = a->overrides; p; p = p->next, end = &(*end)->next) {
    *end = EV_NEW(run->arena, ref_place);
    (*end)->at = p->at;
  }
  *end = EV_NEW(run->arena, ref_place);
  **end = (ref_place){b->origin, b->overrides};
  return first;
}

/* The first of the chain that is set, with the places of the others that are. */
static ref_value effective(const ref_scope *scope, const ev_expr *e) {
  if (e->kind != EV_E_COALESCE) return ref_eval(scope, e);
  ref_value a = effective(scope, e->a), b = effective(scope, e->b);
  if (ref_is_absent(&a)) return b;
  if (!ref_is_absent(&b) && b.origin) a.overrides = overridden(scope->run, &a, &b);
  return a;
}

static ref_value declared(const ref_scope *scope, const ev_expr *e) {
  const ev_decl *decl = e->decl;
  ref_scope inner = {scope->run, NULL, NULL};
  const ev_field *parameter = decl->fields;
  for (const ev_expr *a = e->args; a; a = a->next, parameter = parameter->next)
    inner = ref_bind(&inner, parameter->local, ref_eval(scope, a));
  if (decl->kind == EV_D_DECODE) return ref_decode(scope->run, decl, ref_eval(&inner, decl->expr));
  return decl->is_effective ? effective(&inner, decl->expr) : ref_eval(&inner, decl->expr);
}

/* ---- built in */

enum {
#define EV_BUILTIN(NAME, name, parameters, result, meaning) NAME,
#include "builtins.def"
#undef EV_BUILTIN
};

#define MOST_ARGUMENTS 3u

static bool is_of_list(int builtin) { return builtin >= KEYS && builtin <= HIGH; }

/* Is it a quantity (or what is too large for any number) that is what its place says? */
static bool is_as_it_stands(const ref_value *v) {
  bool whole = v->whole && !ev_rat_is_infinite(v->low);
  if (v->kind != REF_NUMBER || whole || !ref_is_exact(v) || !v->origin || v->origin->kind >= EV_NODE_LIST)
    return false;
  ref_value written = ref_read(ev_type_of(EV_T_QUANTITY), (ev_node *)(uintptr_t)v->origin);
  return written.kind == REF_NUMBER && ev_rat_compare(written.low, v->low) == 0;
}

/* The value's text as JSON spells it, whatever its shape. */
static ref_value spelling(const ref_scope *scope, const ref_value *v) {
  const ev_node *node = v->kind == REF_NODE ? v->node : v->kind == REF_REFUSED ? v->origin : NULL;
  ev_buf text = {0};
  if (v->kind == REF_STRING || v->kind == REF_UNKNOWN) return *v;
  bool ends_known = ev_rat_compare(v->low, v->low_to) == 0 && ev_rat_compare(v->high_from, v->high) == 0;
  if (v->kind == REF_NUMBER && !ends_known)
    return ref_from(ref_unknown(EV_STR("the exact number is not known")), v);
  if (is_as_it_stands(v)) node = v->origin;
  if (node && (node->kind >= EV_NODE_LIST || node->kind == EV_NODE_NULL)) return ref_absent();
  if (node && node->kind == EV_NODE_STRING) return ref_from(ref_read_string(node), v);
  if (node)
    ev_node_spelling(&text, node);
  else if (v->kind == REF_BOOL || v->kind == REF_NUMBER)
    ref_write(&text, v);
  else
    return ref_absent();
  return ref_from(ref_string(ref_take(scope->run, &text)), v);
}

static ref_value answer(const ref_scope *scope, const ev_expr *e) {
  ref_value a[MOST_ARGUMENTS], poison;
  uint32_t count = 0;
  if (e->builtin == SPELLING) {
    a[0] = ref_eval(scope, e->args);
    return spelling(scope, &a[0]);
  }
  for (const ev_expr *arg = e->args; arg; arg = arg->next, count++) {
    a[count] = count == 0 ? ref_list(scope, arg) : ref_eval(scope, arg);
    if (e->builtin == HAS && a[0].kind == REF_LIST) return ref_bool(false); /* an absent map has no key */
  }
  if (ref_poison_among(a, count, &poison)) return poison;
  return is_of_list(e->builtin) ? ref_builtin_of_list(scope->run, e->builtin, a)
                                : ref_builtin_of_text(scope->run, e->builtin, a);
}

static ref_value built_in(const ref_scope *scope, const ev_expr *e) {
  ref_value v = answer(scope, e);
  v.perhaps_absent = e->unwrap || e->type->kind == EV_T_OPTIONAL;
  return v;
}

ref_value ref_call(const ref_scope *scope, const ev_expr *e) {
  return e->ref == EV_REF_BUILTIN ? built_in(scope, e) : declared(scope, e);
}

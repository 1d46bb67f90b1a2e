/* Sets: whether they hold a string, an int, or every number of an interval. */
#include "reference.h"

static bool holds_element(const ev_set *set, const ev_element *e, const ref_value *v) {
  if (v->kind == REF_NUMBER)
    return e->is_int && ev_rat_is_int(v->low) && v->low.num >= e->low && v->low.num <= e->high;
  if (e->is_int) return false;
  return set->is_glob ? ref_glob_matches(e->text, v->text) : ev_str_equal(e->text, v->text);
}

static const ev_set *set_of_expr(const ref_run *run, const ev_expr *e) {
  if (e->kind == EV_E_SET) return e->set;
  if (e->decl->kind == EV_D_SET) return e->decl->set;
  return set_of_expr(run, ref_setting(run, e->decl));
}

static bool holds(const ref_run *run, const ev_set *set, const ref_value *v) {
  switch (set->kind) {
  case EV_SET_OR: return holds(run, set->a, v) || holds(run, set->b, v);
  case EV_SET_AND: return holds(run, set->a, v) && holds(run, set->b, v);
  case EV_SET_EXCEPT: return holds(run, set->a, v) && !holds(run, set->b, v);
  case EV_SET_NOT: return !holds(run, set->a, v);
  case EV_SET_NAME: return holds(run, set->decl->set, v);
  case EV_SET_BRACES: break;
  }
  for (const ev_element *e = set->elements; e; e = e->next)
    if (holds_element(set, e, v)) return true;
  return false;
}

/* ---- intervals: what a set says changes only at the ends of its elements */

typedef struct ref_seen {
  bool some_in, some_out;
} ref_seen;

static void try(const ref_run *run, const ev_set *whole, const ref_value *v, ev_rat n, ref_seen *found) {
  ref_value one = ref_number(n, n, true);
  if (ev_rat_compare(n, v->low) < 0 || ev_rat_compare(v->high, n) < 0) return;
  if (holds(run, whole, &one))
    found->some_in = true;
  else
    found->some_out = true;
}

static void try_ends(const ref_run *run, const ev_set *whole, const ev_set *set, const ref_value *v,
                     ref_seen *found) {
  if (set->kind == EV_SET_NAME) try_ends(run, whole, set->decl->set, v, found);
  if (set->a) try_ends(run, whole, set->a, v, found);
  if (set->b) try_ends(run, whole, set->b, v, found);
  for (const ev_element *e = set->elements; e; e = e->next) {
    try(run, whole, v, ev_rat_of(e->low), found);
    try(run, whole, v, ev_rat_of(e->high), found);
    if (e->low > EV_INT_MIN) try(run, whole, v, ev_rat_of(e->low - 1), found);
    if (e->high < EV_INT_MAX) try(run, whole, v, ev_rat_of(e->high + 1), found);
  }
}

static ref_value holds_interval(const ref_run *run, const ev_set *set, const ref_value *v) {
  ref_seen found = {false, false};
  try(run, set, v, v->low, &found);
  try(run, set, v, v->high, &found);
  try_ends(run, set, set, v, &found);
  if (!v->whole) found.some_out = true; /* a fraction between two ints */
  if (found.some_in && found.some_out) return ref_unknown(EV_STR("the exact number is not known"));
  return ref_bool(found.some_in);
}

ref_value ref_set_holds(const ref_run *run, const ev_set *set, const ref_value *v) {
  if (v->kind == REF_NUMBER && !ref_is_exact(v)) return holds_interval(run, set, v);
  return ref_bool(holds(run, set, v));
}

/* ---- `in`, `is` and `is in` */

static ref_value in_list(const ref_scope *scope, const ref_value *needle, const ev_expr *e) {
  ref_value list = ref_list(scope, e), best = ref_bool(false);
  if (ref_is_poison(&list)) return ref_from(list, &best);
  for (const ref_element *i = ref_elements(scope->run, &list); i; i = i->next) {
    ref_value equal = ref_equal(*needle, i->value);
    if (ref_is(&equal, true) && i->value.maybe)
      equal = ref_unknown(EV_STR("an equal element is only possible"));
    if (ref_is(&equal, true)) return equal;
    if (equal.kind > best.kind || equal.kind == REF_REFUSED)
      best = equal;
    else if (equal.kind == REF_UNKNOWN && i->value.maybe && best.kind == REF_UNKNOWN)
      best = equal;
  }
  best.origin = NULL;
  best.overrides = NULL;
  return best;
}

static bool is_set(const ev_expr *e) {
  if (e->kind == EV_E_SET) return true;
  if (e->kind != EV_E_NAME || e->ref != EV_REF_DECL) return false;
  return e->type->kind == EV_T_SET_STRING || e->type->kind == EV_T_SET_INT;
}

static ref_value membership(const ref_scope *scope, const ev_expr *e, const ref_value *v) {
  const ev_expr *b = e->b;
  ref_value none = ref_bool(true), poison;
  if (b->kind == EV_E_RANGE)
    return ref_and(ref_order(EV_E_GE, *v, ref_eval(scope, b->a)),
                   ref_order(EV_E_LE, *v, ref_eval(scope, b->b)));
  if (!is_set(b)) return in_list(scope, v, b);
  if (ref_poison(v, &none, &poison)) return poison;
  return ref_set_holds(scope->run, set_of_expr(scope->run, b), v);
}

ref_value ref_in(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_eval(scope, e->a), result = ref_bool(false);
  bool missing = ref_is_optional(e->a) && ref_is_absent(&v);
  if (!missing) result = e->kind == EV_E_IS ? ref_equal(v, ref_eval(scope, e->b)) : membership(scope, e, &v);
  return e->negated ? ref_not(result) : result;
}

/* `in`, `is` and `is in`: lists, ranges and sets. Recursion follows the syntax tree, and a pattern of the
 * generator, which is short. */
#include "reference.h"

/* `*` any run, `?` one code point: the patterns that the generator writes have nothing else. */
static bool glob_matches(ev_str pattern, ev_str s) {
  if (pattern.size == 0) return s.size == 0;
  ev_str rest = ev_str_slice(pattern, 1, pattern.size);
  if (pattern.at[0] == '*') {
    for (size_t i = 0; i <= s.size; i++)
      if (glob_matches(rest, ev_str_slice(s, i, s.size))) return true;
    return false;
  }
  size_t used = 0;
  if (s.size == 0) return false;
  if (pattern.at[0] == '?')
    (void)ev_utf8_next(s, &used);
  else
    used = pattern.at[0] == s.at[0];
  return used && glob_matches(rest, ev_str_slice(s, used, s.size));
}

static bool holds(ref_run *run, const ev_set *set, const ref_value *v) {
  switch (set->kind) {
  case EV_SET_OR: return holds(run, set->a, v) || holds(run, set->b, v);
  case EV_SET_AND: return holds(run, set->a, v) && holds(run, set->b, v);
  case EV_SET_EXCEPT: return holds(run, set->a, v) && !holds(run, set->b, v);
  case EV_SET_NOT: return !holds(run, set->a, v);
  case EV_SET_NAME:
    if (set->decl->kind == EV_D_SET) return holds(run, set->decl->set, v);
    (void)ref_refuse(run, "a set parameter in a set");
    return false;
  case EV_SET_BRACES: break;
  }
  for (const ev_element *e = set->elements; e; e = e->next) {
    if (e->is_int && v->kind == REF_NUMBER && ev_rat_is_int(v->low) && v->low.num >= e->low &&
        v->low.num <= e->high)
      return true;
    if (e->is_int || v->kind != REF_STRING) continue;
    if (set->is_glob ? glob_matches(e->text, v->text) : ev_str_equal(e->text, v->text)) return true;
  }
  return false;
}

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

static ref_value membership(const ref_scope *scope, const ev_expr *e, const ref_value *v) {
  const ev_expr *b = e->b;
  ref_value none = ref_bool(true), poison;
  const ev_set *set = b->kind == EV_E_SET ? b->set : NULL;
  if (b->kind == EV_E_NAME && b->ref == EV_REF_DECL && b->decl->kind == EV_D_SET) set = b->decl->set;
  if (b->kind == EV_E_RANGE)
    return ref_and(ref_order(EV_E_GE, *v, ref_eval(scope, b->a)),
                   ref_order(EV_E_LE, *v, ref_eval(scope, b->b)));
  if (!set && ev_type_present(b->type)->kind == EV_T_LIST) return in_list(scope, v, b);
  if (!set) return ref_refuse(scope->run, "a set that is a parameter");
  if (ref_poison(v, &none, &poison)) return poison;
  if (v->kind == REF_NUMBER && !ref_is_exact(v)) return ref_refuse(scope->run, "an interval in a set");
  return ref_bool(holds(scope->run, set, v));
}

ref_value ref_in(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_eval(scope, e->a), result = ref_bool(false);
  bool missing_value = !e->a->unwrap && e->a->type->kind == EV_T_OPTIONAL && ref_is_absent(&v);
  if (!missing_value) {
    bool is = e->kind == EV_E_IS;
    result = is ? ref_equal(v, ref_eval(scope, e->b)) : membership(scope, e, &v);
  }
  return e->negated ? ref_not(result) : result;
}

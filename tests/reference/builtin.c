/* The built-in functions that the evaluator knows. */
#include "reference.h"

enum {
#define EV_BUILTIN(NAME, name, parameters, result, meaning) NAME,
#include "builtins.def"
#undef EV_BUILTIN
};

static ref_value count(ref_run *run, const ref_value *list) {
  ev_int sure = 0, possible = 0;
  for (const ref_element *e = ref_elements(run, list); e; e = e->next) {
    if (e->value.maybe && e->value.kind == REF_REFUSED) return e->value;
    sure += !e->value.maybe;
    possible++;
  }
  return ref_from(ref_number(ev_rat_of(sure), ev_rat_of(possible), true), list);
}

/* An element that may be none adds what it adds, or nothing. */
static ref_value with_zero(ref_value v) {
  ev_rat zero = ev_rat_of(0);
  if (v.maybe && ev_rat_compare(v.low, zero) > 0) v.low = zero;
  if (v.maybe && ev_rat_compare(v.high, zero) < 0) v.high = zero;
  return v;
}

/* The first poison of the strongest kind, where the list stands or else the element. */
static ref_value sum(ref_run *run, const ref_value *list) {
  ref_value total = ref_int(0), poison = ref_absent();
  for (const ref_element *e = ref_elements(run, list); e; e = e->next) {
    ref_value v = e->value;
    if (!ref_is_poison(&v)) v = ref_arithmetic(EV_E_ADD, total, with_zero(v));
    if (!ref_is_poison(&v))
      total = v;
    else if (v.kind > poison.kind)
      poison = ref_is_poison(&e->value) ? e->value : ref_unknown(v.text);
  }
  poison.maybe = false;
  if (ref_is_poison(&poison)) return list->origin ? ref_from(poison, list) : poison;
  return ref_from(total, list);
}

static ref_value of_text(ref_run *run, int builtin, const ref_value *a, const ref_value *b) {
  switch (builtin) {
  case UPPER: return ref_from(ref_string(ev_str_upper(run->arena, a->text)), a);
  case LOWER: return ref_from(ref_string(ev_str_lower(run->arena, a->text)), a);
  case LENGTH: return ref_from(ref_int((ev_int)ev_utf8_count(a->text)), a);
  case STARTS_WITH: return ref_bool(ev_str_starts(a->text, b->text));
  case ENDS_WITH: return ref_bool(ev_str_ends(a->text, b->text));
  case CONTAINS: return ref_bool(ev_str_find(a->text, b->text) != SIZE_MAX);
  case HAS: return ref_bool(ev_node_get(a->node, b->text, run->arena) != NULL);
  default: return ref_refuse(run, "a built-in function");
  }
}

ref_value ref_call_builtin(const ref_scope *scope, const ev_expr *e) {
  ref_value a = ref_list(scope, e->args), b = ref_bool(true), poison;
  if (e->builtin == HAS && a.kind == REF_LIST) return ref_bool(false);
  if (e->args->next) b = ref_eval(scope, e->args->next);
  if (ref_poison(&a, &b, &poison)) return poison;
  if (e->builtin == COUNT) return count(scope->run, &a);
  if (e->builtin == SUM) return sum(scope->run, &a);
  return of_text(scope->run, e->builtin, &a, &b);
}

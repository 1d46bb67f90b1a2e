/* Functions built in: of lists, of the keys of maps and records, of numbers. An aggregate over a refused
 * element is refused, over an unknown one unknown; elements that are only possible make it an interval. */
#include "reference.h"

enum {
#define EV_BUILTIN(NAME, name, parameters, result, meaning) NAME,
#include "builtins.def"
#undef EV_BUILTIN
};

static ev_rat least(ev_rat a, ev_rat b) { return ev_rat_compare(a, b) <= 0 ? a : b; }
static ev_rat greatest(ev_rat a, ev_rat b) { return ev_rat_compare(a, b) >= 0 ? a : b; }

/* ---- keys */

static bool is_known(const ref_value *record, const ev_node *entry) {
  const ev_field *field = ref_field(record->type->decl, entry->key->text);
  return entry->kind != EV_NODE_NULL && field && field->class_ != EV_FIELD_ELSEWHERE;
}

static ref_value keys(ref_run *run, const ref_value *a, bool only_known) {
  ref_value list = ref_empty_list();
  ref_element **end = &list.elements;
  if (a->kind == REF_LIST) return list; /* of what is absent */
  for (const ev_node *n = a->node ? ev_node_first(a->node) : NULL; n; n = ev_node_next(n))
    if (!only_known || is_known(a, n)) end = ref_append(run, end, ref_read_string(n->key));
  return ref_from(list, a);
}

/* ---- counting and adding */

static ref_value count(ref_run *run, const ref_value *list) {
  ev_int sure = 0, possible = 0;
  for (const ref_element *e = ref_elements(run, list); e; e = e->next) {
    if (e->value.maybe && e->value.kind == REF_REFUSED) return e->value;
    sure += !e->value.maybe;
    possible++;
  }
  return ref_from(ref_number(ev_rat_of(sure), ev_rat_of(possible), true), list);
}

/* The first poison of the strongest kind among the elements, where the list stands or else the element. */
static bool has_poison(ref_run *run, const ref_value *list, ref_value *poison) {
  *poison = ref_absent();
  for (const ref_element *e = ref_elements(run, list); e; e = e->next)
    if (ref_is_poison(&e->value) && e->value.kind > poison->kind) *poison = e->value;
  poison->maybe = false;
  if (list->origin) *poison = ref_from(*poison, list);
  return ref_is_poison(poison);
}

/* An element that may be none adds what it adds, or nothing. */
static ref_value with_zero(ref_value v) {
  ev_rat zero = ev_rat_of(0);
  if (v.maybe) {
    v.low = least(v.low, zero);
    v.low_to = greatest(v.low_to, zero);
    v.high_from = least(v.high_from, zero);
    v.high = greatest(v.high, zero);
  }
  return v;
}

/* Where one element is refused the sum is, where one is unknown or the sum too large it is unknown. */
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

/* ---- least and greatest */

typedef ev_rat (*ref_choice)(ev_rat a, ev_rat b);

/* The choice among the low ends, and that among the high ones. */
static void take(ref_value *into, const ref_value *v, bool first, ref_choice low, ref_choice high) {
  into->low = first ? v->low : low(into->low, v->low);
  into->low_to = first ? v->low_to : low(into->low_to, v->low_to);
  into->high_from = first ? v->high_from : high(into->high_from, v->high_from);
  into->high = first ? v->high : high(into->high, v->high);
  into->whole = into->whole && v->whole;
}

/* Of elements that may be none, each may be the answer or not matter: each end is that of all elements, or of
 * the certain ones, or lies between. */
static ref_value extreme(ref_run *run, const ref_value *list, ref_choice low, ref_choice high) {
  ref_value sure = ref_int(0), all = sure, poison;
  bool some_sure = false, some = false;
  if (has_poison(run, list, &poison)) return poison;
  for (const ref_element *e = ref_elements(run, list); e; e = e->next) {
    take(&all, &e->value, !some, low, high);
    some = true;
    if (e->value.maybe) continue;
    take(&sure, &e->value, !some_sure, low, high);
    some_sure = true;
  }
  if (!some) return ref_absent();
  if (!some_sure) return ref_unknown(EV_STR("which elements the list has is not known"));
  all.low = least(sure.low, all.low);
  all.low_to = greatest(sure.low_to, all.low_to);
  all.high_from = least(sure.high_from, all.high_from);
  all.high = greatest(sure.high, all.high);
  return ref_from(all, list);
}

static ref_value hull(ref_run *run, const ref_value *list) {
  ref_value out = extreme(run, list, least, greatest);
  out.whole = false;
  return out;
}

static ref_value of_two(const ref_value *a, ref_choice choose) {
  ref_value out = a[0];
  take(&out, &a[1], false, choose, choose);
  return out;
}

static ref_value end_of(const ref_value *a, ev_rat from, ev_rat to) {
  return ref_from(ref_number(from, to, false), a);
}

ref_value ref_builtin_of_list(ref_run *run, int builtin, const ref_value *a) {
  switch (builtin) {
  case KEYS: return keys(run, a, false);
  case KNOWN_KEYS: return keys(run, a, true);
  case COUNT: return count(run, a);
  case SUM: return sum(run, a);
  case MIN: return extreme(run, a, least, least);
  case MAX: return extreme(run, a, greatest, greatest);
  case HULL: return hull(run, a);
  case MIN_OF: return of_two(a, least);
  case MAX_OF: return of_two(a, greatest);
  case LOW: return end_of(a, a->low, a->low_to);
  default: return end_of(a, a->high_from, a->high);
  }
}

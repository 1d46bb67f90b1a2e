/* Builtins on lists, maps and records. An aggregate over a refused element is refused, over an unknown one
 * unknown; elements that are only possible make it an interval. */
#include "machine.h"

/* ---- keys */

ev_value ev_builtin_KEYS(ev_vm *vm, const ev_value *a) {
  ev_value list = ev_value_from(ev_list_new(EV_NONE), a);
  const ev_node *n = EV_ALWAYS(a->kind == EV_V_NODE) ? ev_node_first(a->node) : NULL;
  for (; n && EV_ALWAYS(n->key) && ev_machine_spend(vm, 1); n = ev_node_next(n)) {
    ev_value key = ev_read_string(n->key);
    ev_list_append(vm, &list, &key);
  }
  return list;
}

static bool is_known(const ev_vm *vm, uint32_t record, const ev_node *n) {
  uint32_t field = ev_record_field(vm->bundle, record, n->key->text);
  return n->kind != EV_NODE_NULL && field != EV_NONE && vm->bundle->fields[field].class_ != EV_BF_ELSEWHERE;
}

ev_value ev_builtin_KNOWN_KEYS(ev_vm *vm, const ev_value *a) {
  ev_value list = ev_value_from(ev_list_new(EV_NONE), a);
  if (EV_NEVER(a->kind != EV_V_NODE)) return list;
  const ev_vtype *type = &vm->bundle->types[a->type];
  if (EV_NEVER(type->kind != EV_VT_RECORD)) return list;
  const ev_node *n = ev_node_first(a->node);
  for (; n && EV_ALWAYS(n->key) && ev_machine_spend(vm, 1); n = ev_node_next(n)) {
    ev_value key = ev_read_string(n->key);
    if (is_known(vm, type->ref, n)) ev_list_append(vm, &list, &key);
  }
  return list;
}

/* ---- counting */

ev_value ev_builtin_COUNT(ev_vm *vm, const ev_value *a) {
  uint32_t sure = 0, possible = 0;
  ev_iterator it;
  ev_value v;
  if (a->kind == EV_V_NODE) return ev_value_from(ev_value_int(a->node ? a->node->count : 0), a);
  ev_iterator_start(vm, &it, a);
  while (ev_iterator_next(vm, &it, &v) && ev_machine_spend(vm, 1)) {
    if (it.maybe && v.kind == EV_V_REFUSED) return v;
    if (it.maybe)
      possible++;
    else
      sure++;
  }
  ev_bounds count = {ev_rat_of(sure), ev_rat_of((ev_int)sure + possible)};
  return ev_value_from(ev_value_number(vm, count, true), a);
}

/* ---- aggregates */

typedef struct aggregate {
  bool any, sure; /* some element; one that is certainly there */
  bool whole;
  ev_interval of_all;
  ev_interval of_sure; /* of the elements that are certainly there */
} aggregate;

/* False where a number is too large. */
typedef bool (*step)(aggregate *g, ev_interval i, bool maybe);

/* Poison among the elements, or ABSENT. */
static ev_value gather(ev_vm *vm, const ev_value *list, aggregate *g, step take) {
  ev_value found = ev_value_absent(), v;
  ev_iterator it;
  *g = (aggregate){.whole = true};
  g->of_all = (ev_interval){ev_bounds_of(ev_rat_of(0)), ev_bounds_of(ev_rat_of(0))};
  ev_iterator_start(vm, &it, list);
  while (ev_iterator_next(vm, &it, &v) && ev_machine_spend(vm, 1)) {
    if (ev_value_is_poison(&v)) {
      if (v.kind > found.kind) found = v;
      continue;
    }
    if (EV_NEVER(!ev_value_is_number(&v))) continue;
    g->whole = g->whole && (v.kind == EV_V_INT || v.whole);
    if (!take(g, ev_value_interval(&v), it.maybe) && found.kind == EV_V_ABSENT)
      found = ev_value_unknown("a number is too large to be reckoned with");
    g->any = true;
    g->sure = g->sure || !it.maybe;
  }
  if (found.kind != EV_V_ABSENT) found = ev_value_from(found, list->origin ? list : &found);
  found.maybe = false;
  return found;
}

/* ---- sums: an element that is only possible adds what it adds, or nothing */

static ev_bounds or_zero(ev_bounds b) {
  ev_bounds zero = ev_bounds_of(ev_rat_of(0));
  return (ev_bounds){ev_bounds_lesser(b, zero).low, ev_bounds_greater(b, zero).high};
}

static bool take_sum(aggregate *g, ev_interval i, bool maybe) {
  if (maybe) i = (ev_interval){or_zero(i.low), or_zero(i.high)};
  return ev_interval_add(g->of_all, i, &g->of_all);
}

ev_value ev_builtin_SUM(ev_vm *vm, const ev_value *a) {
  aggregate g;
  ev_value poison = gather(vm, a, &g, take_sum);
  if (poison.kind != EV_V_ABSENT) return poison;
  return ev_value_from(ev_value_between(vm, g.of_all, g.whole), a);
}

/* ---- extremes: each end is that of all elements, or that of the certain ones, or lies between */

typedef ev_bounds (*choice)(ev_bounds a, ev_bounds b);

static bool take_ends(aggregate *g, ev_interval i, bool maybe, choice low, choice high) {
  g->of_all = g->any ? (ev_interval){low(g->of_all.low, i.low), high(g->of_all.high, i.high)} : i;
  if (!maybe)
    g->of_sure = g->sure ? (ev_interval){low(g->of_sure.low, i.low), high(g->of_sure.high, i.high)} : i;
  return true;
}

static bool take_min(aggregate *g, ev_interval i, bool maybe) {
  return take_ends(g, i, maybe, ev_bounds_lesser, ev_bounds_lesser);
}
static bool take_max(aggregate *g, ev_interval i, bool maybe) {
  return take_ends(g, i, maybe, ev_bounds_greater, ev_bounds_greater);
}
static bool take_hull(aggregate *g, ev_interval i, bool maybe) {
  return take_ends(g, i, maybe, ev_bounds_lesser, ev_bounds_greater);
}

static ev_bounds either(ev_bounds a, ev_bounds b) {
  return (ev_bounds){ev_bounds_lesser(a, b).low, ev_bounds_greater(a, b).high};
}

/* Of a list that may be empty: absent then, unknown where that is not known. */
static ev_value extreme(ev_vm *vm, const ev_value *a, step take) {
  aggregate g;
  ev_value poison = gather(vm, a, &g, take);
  if (poison.kind != EV_V_ABSENT || !g.any) return poison;
  if (!g.sure) return ev_value_unknown("which elements the list has is not known");
  ev_interval i = {either(g.of_all.low, g.of_sure.low), either(g.of_all.high, g.of_sure.high)};
  return ev_value_from(ev_value_between(vm, i, g.whole && take != take_hull), a);
}

ev_value ev_builtin_MIN(ev_vm *vm, const ev_value *a) { return extreme(vm, a, take_min); }
ev_value ev_builtin_MAX(ev_vm *vm, const ev_value *a) { return extreme(vm, a, take_max); }
ev_value ev_builtin_HULL(ev_vm *vm, const ev_value *a) { return extreme(vm, a, take_hull); }

/* ---- of two */

static ev_value of_two(ev_vm *vm, const ev_value *a, choice choose) {
  EV_CLAIM(ev_value_is_number(a) && ev_value_is_number(a + 1));
  if (EV_NEVER(!ev_value_is_number(a) || !ev_value_is_number(a + 1))) return ev_value_unknown("no number");
  ev_interval x = ev_value_interval(a), y = ev_value_interval(a + 1);
  bool whole = (a->kind == EV_V_INT || a->whole) && (a[1].kind == EV_V_INT || a[1].whole);
  ev_interval chosen = {choose(x.low, y.low), choose(x.high, y.high)};
  return ev_value_from(ev_value_between(vm, chosen, whole), a);
}

ev_value ev_builtin_MIN_OF(ev_vm *vm, const ev_value *a) { return of_two(vm, a, ev_bounds_lesser); }
ev_value ev_builtin_MAX_OF(ev_vm *vm, const ev_value *a) { return of_two(vm, a, ev_bounds_greater); }

static ev_value end_of(ev_vm *vm, const ev_value *a, bool high) {
  EV_CLAIM(ev_value_is_number(a));
  if (EV_NEVER(!ev_value_is_number(a))) return ev_value_unknown("no number");
  ev_interval i = ev_value_interval(a);
  return ev_value_from(ev_value_number(vm, high ? i.high : i.low, false), a);
}

ev_value ev_builtin_LOW(ev_vm *vm, const ev_value *a) { return end_of(vm, a, false); }
ev_value ev_builtin_HIGH(ev_vm *vm, const ev_value *a) { return end_of(vm, a, true); }

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
    ev_value key = ev_value_string(n->key->text);
    key.origin = n->key;
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
  ev_rat low = ev_rat_of(sure), high = ev_rat_of((ev_int)sure + possible);
  return ev_value_from(ev_value_number(vm, low, high, true), a);
}

/* ---- aggregates */

typedef struct aggregate {
  ev_vm *vm;
  bool started, sure; /* some element; one that is certainly there */
  bool whole;
  ev_interval so_far;
  ev_interval possible; /* elements that are only possible, of least and greatest */
  bool any_possible;
} aggregate;

typedef bool (*step)(aggregate *g, ev_interval i, bool maybe);

/* Poison among the elements, or ABSENT. */
static ev_value gather(ev_vm *vm, const ev_value *list, aggregate *g, step take) {
  ev_value found = ev_value_absent(), v;
  ev_iterator it;
  *g = (aggregate){.vm = vm, .whole = true};
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
  }
  if (found.kind != EV_V_ABSENT) found = ev_value_from(found, list->origin ? list : &found);
  found.maybe = false;
  return found;
}

static ev_rat least(ev_rat a, ev_rat b) { return ev_rat_compare(a, b) <= 0 ? a : b; }
static ev_rat greatest(ev_rat a, ev_rat b) { return ev_rat_compare(a, b) >= 0 ? a : b; }

static bool take_sum(aggregate *g, ev_interval i, bool maybe) {
  ev_rat zero = ev_rat_of(0);
  if (!g->started) g->so_far = (ev_interval){zero, zero};
  g->started = true;
  if (maybe) i = (ev_interval){least(i.low, zero), greatest(i.high, zero)};
  return ev_rat_add(g->so_far.low, i.low, &g->so_far.low) &&
         ev_rat_add(g->so_far.high, i.high, &g->so_far.high);
}

ev_value ev_builtin_SUM(ev_vm *vm, const ev_value *a) {
  aggregate g;
  ev_value poison = gather(vm, a, &g, take_sum);
  if (poison.kind != EV_V_ABSENT) return poison;
  if (!g.started) return ev_value_from(ev_value_int(0), a);
  return ev_value_from(ev_value_number(vm, g.so_far.low, g.so_far.high, g.whole), a);
}

/* The hull of what is certain, and of what is only possible. */
static bool take_hull(aggregate *g, ev_interval i, bool maybe) {
  ev_interval *into = maybe ? &g->possible : &g->so_far;
  bool *started = maybe ? &g->any_possible : &g->sure;
  *into = *started ? (ev_interval){least(into->low, i.low), greatest(into->high, i.high)} : i;
  *started = true;
  return true;
}

/* Least low and least high. */
static bool take_min(aggregate *g, ev_interval i, bool maybe) {
  ev_interval *into = maybe ? &g->possible : &g->so_far;
  bool *started = maybe ? &g->any_possible : &g->sure;
  *into = *started ? (ev_interval){least(into->low, i.low), least(into->high, i.high)} : i;
  *started = true;
  return true;
}

static bool take_max(aggregate *g, ev_interval i, bool maybe) {
  ev_interval *into = maybe ? &g->possible : &g->so_far;
  bool *started = maybe ? &g->any_possible : &g->sure;
  *into = *started ? (ev_interval){greatest(into->low, i.low), greatest(into->high, i.high)} : i;
  *started = true;
  return true;
}

/* The aggregate of a list that may be empty: absent then, unknown where that is not known. */
static bool settle(const aggregate *g, ev_value *out) {
  *out = ev_value_absent();
  if (!g->sure && g->any_possible) *out = ev_value_unknown("which elements the list has is not known");
  return g->sure;
}

static ev_value extreme(ev_vm *vm, const ev_value *a, step take, bool low, bool high) {
  aggregate g;
  ev_value out = gather(vm, a, &g, take);
  if (out.kind != EV_V_ABSENT || !settle(&g, &out)) return out;
  ev_interval i = g.so_far;
  if (g.any_possible && low) i.low = least(i.low, g.possible.low);
  if (g.any_possible && high) i.high = greatest(i.high, g.possible.high);
  return ev_value_from(ev_value_number(vm, i.low, i.high, g.whole && take != take_hull), a);
}

ev_value ev_builtin_MIN(ev_vm *vm, const ev_value *a) { return extreme(vm, a, take_min, true, false); }
ev_value ev_builtin_MAX(ev_vm *vm, const ev_value *a) { return extreme(vm, a, take_max, false, true); }
ev_value ev_builtin_HULL(ev_vm *vm, const ev_value *a) { return extreme(vm, a, take_hull, true, true); }

/* ---- of two */

static ev_value of_two(ev_vm *vm, const ev_value *a, ev_rat (*choose)(ev_rat, ev_rat)) {
  EV_CLAIM(ev_value_is_number(a) && ev_value_is_number(a + 1));
  if (EV_NEVER(!ev_value_is_number(a) || !ev_value_is_number(a + 1))) return ev_value_unknown("no number");
  ev_interval x = ev_value_interval(a), y = ev_value_interval(a + 1);
  bool whole = (a->kind == EV_V_INT || a->whole) && (a[1].kind == EV_V_INT || a[1].whole);
  return ev_value_from(ev_value_number(vm, choose(x.low, y.low), choose(x.high, y.high), whole), a);
}

ev_value ev_builtin_MIN_OF(ev_vm *vm, const ev_value *a) { return of_two(vm, a, least); }
ev_value ev_builtin_MAX_OF(ev_vm *vm, const ev_value *a) { return of_two(vm, a, greatest); }

static ev_value end_of(ev_vm *vm, const ev_value *a, bool high) {
  EV_CLAIM(ev_value_is_number(a));
  if (EV_NEVER(!ev_value_is_number(a))) return ev_value_unknown("no number");
  ev_interval i = ev_value_interval(a);
  ev_rat end = high ? i.high : i.low;
  return ev_value_from(ev_value_number(vm, end, end, false), a);
}

ev_value ev_builtin_LOW(ev_vm *vm, const ev_value *a) { return end_of(vm, a, false); }
ev_value ev_builtin_HIGH(ev_vm *vm, const ev_value *a) { return end_of(vm, a, true); }

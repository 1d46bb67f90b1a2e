/* Membership in constant sets. */
#include "machine.h"

static ev_value holds_string(ev_vm *vm, const ev_bset *set, const ev_value *value) {
  EV_CLAIM(value->kind == EV_V_STRING);
  if (EV_NEVER(value->kind != EV_V_STRING) || !ev_machine_spend_read(vm, value->text.size))
    return ev_value_bool(false);
  return ev_value_bool(ev_automaton_match(set->automaton, value->text));
}

/* The first range that does not end below `n`; set->range_count if all do. */
static uint32_t range_from(const ev_bset *set, ev_rat n) {
  uint32_t low = 0, high = set->range_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (ev_rat_compare(ev_rat_of(set->ranges[middle].high), n) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static ev_value holds_number(const ev_bset *set, const ev_value *value) {
  EV_CLAIM(ev_value_is_number(value));
  if (EV_NEVER(!ev_value_is_number(value))) return ev_value_bool(false);
  ev_bounds i = ev_value_bounds(value);
  bool exact = ev_rat_compare(i.low, i.high) == 0;
  uint32_t at = range_from(set, i.low);
  if (at == set->range_count || (exact && !ev_rat_is_int(i.low))) return ev_value_bool(false);
  ev_rat low = ev_rat_of(set->ranges[at].low), high = ev_rat_of(set->ranges[at].high);
  if (ev_rat_compare(i.high, low) < 0) return ev_value_bool(false);
  bool inside = ev_rat_compare(low, i.low) <= 0 && ev_rat_compare(i.high, high) <= 0;
  return inside ? ev_value_bool(true) : ev_value_unknown("the exact number is not known");
}

ev_value ev_set_holds(ev_vm *vm, const ev_bset *set, const ev_value *value) {
  ev_value poison;
  if (ev_value_poison(value, 1, &poison)) return poison;
  return set->automaton ? holds_string(vm, set, value) : holds_number(set, value);
}

void ev_op_IN_SET(ev_vm *vm, const uint32_t *o) {
  vm->sp[-1] = ev_set_holds(vm, &vm->bundle->sets[o[0]], vm->sp - 1);
}

void ev_op_IN_PARAM(ev_vm *vm, const uint32_t *o) {
  vm->sp[-1] = ev_set_holds(vm, vm->param_sets[o[0]], vm->sp - 1);
}

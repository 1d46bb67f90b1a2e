/* Numbers that may be known only to lie between bounds: comparison is decided where both whole intervals
 * agree. */
#include "machine.h"

static const char not_exact[] = "the exact number is not known";

ev_interval ev_value_interval(const ev_value *value) {
  if (value->kind == EV_V_NUMBER) return *value->number;
  ev_bounds n = ev_bounds_of(ev_rat_of(value->integer));
  return (ev_interval){n, n};
}

ev_bounds ev_value_bounds(const ev_value *value) {
  if (value->kind == EV_V_NUMBER) return (ev_bounds){value->number->low.low, value->number->high.high};
  return ev_bounds_of(ev_rat_of(value->integer));
}

static bool is_exact(ev_bounds b) { return ev_rat_compare(b.low, b.high) == 0; }

ev_value ev_value_between(ev_vm *vm, ev_interval interval, bool whole) {
  ev_rat low = interval.low.low;
  if (whole && ev_rat_is_int(low) && ev_rat_compare(low, interval.high.high) == 0)
    return ev_value_int(low.num);
  ev_interval *made = EV_NEW(&vm->scratch, ev_interval);
  if (!made) {
    ev_machine_fail(vm);
    return ev_value_unknown("no memory");
  }
  *made = interval;
  return (ev_value){.kind = EV_V_NUMBER, .whole = whole, .number = made};
}

ev_value ev_value_number(ev_vm *vm, ev_bounds bounds, bool whole) {
  return ev_value_between(vm, (ev_interval){bounds, bounds}, whole);
}

bool ev_value_exact(const ev_value *value, ev_rat *out) {
  if (!ev_value_is_number(value)) return false;
  ev_bounds b = ev_value_bounds(value);
  *out = b.low;
  return is_exact(b);
}

static ev_rat least(ev_rat a, ev_rat b) { return ev_rat_compare(a, b) <= 0 ? a : b; }
static ev_rat greatest(ev_rat a, ev_rat b) { return ev_rat_compare(a, b) >= 0 ? a : b; }

ev_bounds ev_bounds_lesser(ev_bounds a, ev_bounds b) {
  return (ev_bounds){least(a.low, b.low), least(a.high, b.high)};
}

ev_bounds ev_bounds_greater(ev_bounds a, ev_bounds b) {
  return (ev_bounds){greatest(a.low, b.low), greatest(a.high, b.high)};
}

static ev_value equal_numbers(const ev_value *a, const ev_value *b) {
  if (a->kind == EV_V_INT && b->kind == EV_V_INT) return ev_value_bool(a->integer == b->integer);
  ev_bounds x = ev_value_bounds(a), y = ev_value_bounds(b);
  if (ev_rat_compare(x.high, y.low) < 0 || ev_rat_compare(y.high, x.low) < 0) return ev_value_bool(false);
  return is_exact(x) && is_exact(y) ? ev_value_bool(true) : ev_value_unknown(not_exact);
}

ev_value ev_value_equal(const ev_value *a, const ev_value *b) {
  if (ev_value_is_number(a) && EV_ALWAYS(ev_value_is_number(b))) return equal_numbers(a, b);
  EV_CLAIM(a->kind == b->kind);
  if (EV_NEVER(a->kind != b->kind)) return ev_value_bool(false);
  if (a->kind == EV_V_STRING) return ev_value_bool(ev_str_equal(a->text, b->text));
  EV_CLAIM(a->kind == EV_V_BOOL);
  return ev_value_bool(a->truth == b->truth);
}

ev_value ev_value_not_less(const ev_value *a, const ev_value *b) {
  if (a->kind == EV_V_INT && b->kind == EV_V_INT) return ev_value_bool(a->integer >= b->integer);
  ev_bounds x = ev_value_bounds(a), y = ev_value_bounds(b);
  if (ev_rat_compare(x.low, y.high) >= 0) return ev_value_bool(true);
  return ev_rat_compare(x.high, y.low) < 0 ? ev_value_bool(false) : ev_value_unknown(not_exact);
}

/* ---- handlers */

typedef ev_value (*comparison)(const ev_value *a, const ev_value *b);

static void compare(ev_vm *vm, comparison test) {
  ev_value *a = vm->sp - 2, result;
  vm->sp--;
  if (!ev_value_poison(a, 2, &result)) result = test(a, a + 1);
  *a = result;
}

static ev_value test_numbers(const ev_value *a, const ev_value *b, comparison test) {
  EV_CLAIM(ev_value_is_number(a) && ev_value_is_number(b));
  if (EV_NEVER(!ev_value_is_number(a) || !ev_value_is_number(b))) return ev_value_unknown(not_exact);
  return test(a, b);
}

static ev_value negated(ev_value v) {
  v.truth = !v.truth; /* means nothing in an unknown */
  return v;
}

static ev_value is_equal_number(const ev_value *a, const ev_value *b) {
  return test_numbers(a, b, equal_numbers);
}
static ev_value is_not_less(const ev_value *a, const ev_value *b) {
  return test_numbers(a, b, ev_value_not_less);
}
static ev_value is_less(const ev_value *a, const ev_value *b) { return negated(is_not_less(a, b)); }
static ev_value is_greater(const ev_value *a, const ev_value *b) { return is_less(b, a); }
static ev_value is_not_greater(const ev_value *a, const ev_value *b) { return is_not_less(b, a); }

void ev_op_EQ_NUM(ev_vm *vm, const uint32_t *o) {
  (void)o;
  compare(vm, is_equal_number);
}
void ev_op_EQ_STR(ev_vm *vm, const uint32_t *o) {
  (void)o;
  const ev_value *a = vm->sp - 2;
  bool compared = a->kind == EV_V_STRING && a[1].kind == EV_V_STRING && a->text.size == a[1].text.size;
  if (!compared || ev_machine_spend_read(vm, a->text.size)) compare(vm, ev_value_equal);
}
void ev_op_EQ_BOOL(ev_vm *vm, const uint32_t *o) {
  (void)o;
  compare(vm, ev_value_equal);
}
void ev_op_LT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  compare(vm, is_less);
}
void ev_op_LE(ev_vm *vm, const uint32_t *o) {
  (void)o;
  compare(vm, is_not_greater);
}
void ev_op_GT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  compare(vm, is_greater);
}
void ev_op_GE(ev_vm *vm, const uint32_t *o) {
  (void)o;
  compare(vm, is_not_less);
}

/* ---- arithmetic */

typedef bool (*rat_operation)(ev_rat a, ev_rat b, ev_rat *out);

static const char too_large[] = "a number is too large to be reckoned with";
static const char by_zero[] = "the division is by zero, or may be";

static bool is_zero(ev_rat r) { return r.num == 0; }

/* A bound that is infinite means that there is none: nothing of zero is zero whatever the bound. */
static bool multiply_bounds(ev_rat a, ev_rat b, ev_rat *out) {
  if (is_zero(a) || is_zero(b)) {
    *out = ev_rat_of(0);
    return true;
  }
  return ev_rat_mul(a, b, out);
}

/* Between the least and the greatest of the four results at the bounds. */
static bool span_of(ev_bounds a, ev_bounds b, rat_operation op, ev_bounds *out) {
  const ev_rat left[4] = {a.low, a.low, a.high, a.high}, right[4] = {b.low, b.high, b.low, b.high};
  int count = is_exact(a) && is_exact(b) ? 1 : 4;
  for (int i = 0; i < count; i++) {
    ev_rat r;
    if (!op(left[i], right[i], &r)) return false;
    if (i == 0 || ev_rat_compare(r, out->low) < 0) out->low = r;
    if (i == 0 || ev_rat_compare(r, out->high) > 0) out->high = r;
  }
  return true;
}

/* The low end is the least of the four results at the ends, the high end the greatest. */
static bool corners_of(ev_interval a, ev_interval b, rat_operation op, ev_interval *out) {
  const ev_bounds left[4] = {a.low, a.low, a.high, a.high}, right[4] = {b.low, b.high, b.low, b.high};
  for (int i = 0; i < 4; i++) {
    ev_bounds r;
    if (!span_of(left[i], right[i], op, &r)) return false;
    out->low = i == 0 ? r : ev_bounds_lesser(out->low, r);
    out->high = i == 0 ? r : ev_bounds_greater(out->high, r);
  }
  return true;
}

static bool add_bounds(ev_bounds a, ev_bounds b, ev_bounds *out) {
  return ev_rat_add(a.low, b.low, &out->low) && ev_rat_add(a.high, b.high, &out->high);
}

static bool subtract_bounds(ev_bounds a, ev_bounds b, ev_bounds *out) {
  return ev_rat_sub(a.low, b.high, &out->low) && ev_rat_sub(a.high, b.low, &out->high);
}

bool ev_interval_add(ev_interval a, ev_interval b, ev_interval *out) {
  return add_bounds(a.low, b.low, &out->low) && add_bounds(a.high, b.high, &out->high);
}

static const char *add(ev_interval a, ev_interval b, ev_interval *out) {
  return ev_interval_add(a, b, out) ? NULL : too_large;
}

static const char *subtract(ev_interval a, ev_interval b, ev_interval *out) {
  bool fits = subtract_bounds(a.low, b.high, &out->low) && subtract_bounds(a.high, b.low, &out->high);
  return fits ? NULL : too_large;
}

static bool is_point(ev_interval i) { return ev_rat_compare(i.low.low, i.high.high) == 0; }

static const char *multiply(ev_interval a, ev_interval b, ev_interval *out) {
  bool exact = is_point(a) && is_point(b);
  return corners_of(a, b, exact ? ev_rat_mul : multiply_bounds, out) ? NULL : too_large;
}

static const char *divide(ev_interval a, ev_interval b, ev_interval *out) {
  ev_rat zero = ev_rat_of(0);
  if (ev_rat_compare(b.low.low, zero) <= 0 && ev_rat_compare(b.high.high, zero) >= 0) return by_zero;
  return corners_of(a, b, ev_rat_div, out) ? NULL : too_large;
}

static const char *range(ev_interval a, ev_interval b, ev_interval *out) {
  *out = (ev_interval){a.low, b.high};
  if (ev_rat_compare(a.low.low, b.high.high) > 0) return "the low end of a range lies above the high end";
  return ev_rat_compare(a.low.high, b.high.low) > 0 ? "the low end of a range may lie above the high end"
                                                    : NULL;
}

typedef const char *(*operation)(ev_interval a, ev_interval b, ev_interval *out);

static bool is_whole(const ev_value *v) { return v->kind == EV_V_INT || v->whole; }

static ev_value reckon(ev_vm *vm, const ev_value *a, const ev_value *b, operation op, bool whole) {
  EV_CLAIM(ev_value_is_number(a) && ev_value_is_number(b));
  if (EV_NEVER(!ev_value_is_number(a) || !ev_value_is_number(b))) return ev_value_unknown(too_large);
  ev_interval out;
  const char *fault = op(ev_value_interval(a), ev_value_interval(b), &out);
  if (fault) return ev_value_unknown(fault);
  return ev_value_between(vm, out, whole && is_whole(a) && is_whole(b));
}

static void arithmetic(ev_vm *vm, operation op, bool whole) {
  ev_value *a = vm->sp - 2, result;
  vm->sp--;
  if (!ev_value_poison(a, 2, &result)) result = ev_value_from(reckon(vm, a, a + 1, op, whole), a);
  *a = result;
}

void ev_op_ADD(ev_vm *vm, const uint32_t *o) {
  (void)o;
  arithmetic(vm, add, true);
}
void ev_op_SUB(ev_vm *vm, const uint32_t *o) {
  (void)o;
  arithmetic(vm, subtract, true);
}
void ev_op_MUL(ev_vm *vm, const uint32_t *o) {
  (void)o;
  arithmetic(vm, multiply, true);
}
void ev_op_DIV(ev_vm *vm, const uint32_t *o) {
  (void)o;
  arithmetic(vm, divide, false);
}
/* From a number to the same number: the usual case, and no new one need be made. */
static bool is_one_number(const ev_value *a, const ev_value *b) {
  return a->kind == EV_V_NUMBER && b->kind == EV_V_NUMBER && a->number == b->number && is_point(*a->number);
}

void ev_op_RANGE(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *a = vm->sp - 2;
  if (!is_one_number(a, a + 1)) {
    arithmetic(vm, range, false);
    return;
  }
  a->whole = false;
  vm->sp--;
}

void ev_op_NEG(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *a = vm->sp - 1, zero = ev_value_int(0);
  if (ev_value_is_poison(a)) return;
  *a = ev_value_from(reckon(vm, &zero, a, subtract, true), a);
}

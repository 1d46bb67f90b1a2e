/* Logic, comparison and arithmetic over values that may be unknown, or known only to lie between bounds. */
#include "value.h"

static const char not_exact[] = "the exact number is not known";

ref_value ref_absent(void) { return (ref_value){.kind = REF_ABSENT}; }
ref_value ref_bool(bool truth) { return (ref_value){.kind = REF_BOOL, .truth = truth}; }
ref_value ref_string(ev_str text) { return (ref_value){.kind = REF_STRING, .text = text}; }
ref_value ref_unknown(ev_str reason) { return (ref_value){.kind = REF_UNKNOWN, .text = reason}; }
ref_value ref_unknown_or_absent(ev_str reason) {
  return (ref_value){.kind = REF_UNKNOWN, .text = reason, .perhaps_absent = true};
}
ref_value ref_empty_list(void) { return (ref_value){.kind = REF_LIST}; }
ref_value ref_refused(const ev_node *origin) { return (ref_value){.kind = REF_REFUSED, .origin = origin}; }
ref_value ref_int(ev_int n) { return ref_number(ev_rat_of(n), ev_rat_of(n), true); }

ref_value ref_number(ev_rat low, ev_rat high, bool whole) {
  ref_value v = {.kind = REF_NUMBER, .low = low, .high = high, .whole = whole};
  v.low_to = high;
  v.high_from = low;
  return v;
}

ref_value ref_from(ref_value value, const ref_value *place) {
  value.origin = place->origin;
  value.overrides = place->overrides;
  return value;
}

bool ref_is_poison(const ref_value *v) { return v->kind == REF_UNKNOWN || v->kind == REF_REFUSED; }
bool ref_is(const ref_value *v, bool truth) { return v->kind == REF_BOOL && v->truth == truth; }

bool ref_is_absent(const ref_value *v) { return v->kind == REF_ABSENT || (v->kind == REF_NODE && !v->node); }

bool ref_is_exact(const ref_value *v) {
  return v->kind == REF_NUMBER && ev_rat_compare(v->low, v->high) == 0;
}

bool ref_poison_among(const ref_value *operands, uint32_t count, ref_value *out) {
  const ref_value *found = NULL;
  for (uint32_t i = 0; i < count; i++)
    if (ref_is_poison(&operands[i]) && (!found || operands[i].kind > found->kind)) found = &operands[i];
  if (!found) return false;
  *out = *found;
  out->maybe = out->perhaps_absent = out->verbatim = false;
  if (operands[0].origin) *out = ref_from(*out, &operands[0]);
  return true;
}

bool ref_poison(const ref_value *a, const ref_value *b, ref_value *out) {
  const ref_value operands[] = {*a, *b};
  return ref_poison_among(operands, 2, out);
}

/* ---- Kleene's logic; refused wins over unknown. Of two reasons `and` gives the first, `or` the last. */

ref_value ref_not(ref_value v) { return v.kind == REF_BOOL ? ref_bool(!v.truth) : v; }

ref_value ref_and(ref_value a, ref_value b) {
  if (ref_is(&a, false) || ref_is(&b, false)) return ref_bool(false);
  if (a.kind == REF_REFUSED || b.kind == REF_REFUSED) return a.kind == REF_REFUSED ? a : b;
  return a.kind == REF_UNKNOWN ? a : b;
}

ref_value ref_or(ref_value a, ref_value b) {
  if (ref_is(&a, true) || ref_is(&b, true)) return ref_bool(true);
  if (a.kind == REF_REFUSED || b.kind == REF_REFUSED) return b.kind == REF_REFUSED ? b : a;
  return b.kind == REF_UNKNOWN ? b : a;
}

/* ---- comparison: decided where the whole interval agrees */

static ref_value equal_numbers(const ref_value *a, const ref_value *b) {
  if (ev_rat_compare(a->high, b->low) < 0 || ev_rat_compare(b->high, a->low) < 0) return ref_bool(false);
  return ref_is_exact(a) && ref_is_exact(b) ? ref_bool(true) : ref_unknown(ev_str_of(not_exact));
}

ref_value ref_equal(ref_value a, ref_value b) {
  ref_value poison;
  if (ref_poison(&a, &b, &poison)) return poison;
  if (a.kind == REF_NUMBER) return equal_numbers(&a, &b);
  return ref_bool(a.kind == REF_STRING ? ev_str_equal(a.text, b.text) : a.truth == b.truth);
}

/* a < b */
static ref_value less(const ref_value *a, const ref_value *b) {
  if (ev_rat_compare(a->high, b->low) < 0) return ref_bool(true);
  return ev_rat_compare(a->low, b->high) >= 0 ? ref_bool(false) : ref_unknown(ev_str_of(not_exact));
}

ref_value ref_order(ev_expr_kind operator, ref_value a, ref_value b) {
  ref_value poison;
  if (ref_poison(&a, &b, &poison)) return poison;
  switch (operator) {
  case EV_E_LT: return less(&a, &b);
  case EV_E_GT: return less(&b, &a);
  case EV_E_GE: return ref_not(less(&a, &b));
  default: return ref_not(less(&b, &a));
  }
}

/* ---- arithmetic */

static bool multiply(ev_rat a, ev_rat b, ev_rat *out) {
  bool bound = (a.num == 0 && ev_rat_is_infinite(b)) || (b.num == 0 && ev_rat_is_infinite(a));
  *out = ev_rat_of(0);
  return bound || ev_rat_mul(a, b, out);
}

typedef bool (*ref_operation)(ev_rat a, ev_rat b, ev_rat *out);

typedef struct ref_end { /* one that is not known lies between */
  ev_rat from, to;
} ref_end;

static ref_end low_end(const ref_value *v) { return (ref_end){v->low, v->low_to}; }
static ref_end high_end(const ref_value *v) { return (ref_end){v->high_from, v->high}; }

static ref_value with_ends(ref_end low, ref_end high, bool whole) {
  ref_value v = ref_number(low.from, high.to, whole);
  v.low_to = low.to;
  v.high_from = high.from;
  return v;
}

static void order(ev_rat *a, ev_rat *b) {
  ev_rat larger = *a;
  if (ev_rat_compare(*a, *b) <= 0) return;
  *a = *b;
  *b = larger;
}

/* Monotone in each operand: the extremes are among the four corners. */
static bool corners(ref_operation operation, ref_end a, ref_end b, ref_end *out) {
  ev_rat c[4];
  if (!operation(a.from, b.from, &c[0]) || !operation(a.from, b.to, &c[1])) return false;
  if (!operation(a.to, b.from, &c[2]) || !operation(a.to, b.to, &c[3])) return false;
  for (int i = 1; i < 4; i++) order(&c[0], &c[i]);
  for (int i = 1; i < 3; i++) order(&c[i], &c[3]);
  *out = (ref_end){c[0], c[3]};
  return true;
}

/* Each end of one with each of the other: the low end is the least of the four, the high end the greatest. */
static bool of_ends(ref_operation operation, const ref_value *a, const ref_value *b, ref_value *out) {
  ref_end ends_a[] = {low_end(a), high_end(a)}, ends_b[] = {low_end(b), high_end(b)}, low, high;
  for (int i = 0; i < 4; i++) {
    ref_end r;
    if (!corners(operation, ends_a[i / 2], ends_b[i % 2], &r)) return false;
    if (i == 0) low = high = r;
    ref_end also = r;
    order(&low.from, &r.from);
    order(&low.to, &r.to);
    order(&also.from, &high.from);
    order(&also.to, &high.to);
  }
  *out = with_ends(low, high, out->whole);
  return true;
}

static bool add_ends(ref_operation operation, ref_end a, ref_end b, ref_end *out) {
  return operation(a.from, b.from, &out->from) && operation(a.to, b.to, &out->to);
}

/* a + b, or a - b where `operation` subtracts: then the ends of b change places, and what they lie between.
 */
static bool sum(ref_operation operation, const ref_value *a, const ref_value *b, ref_value *out) {
  ref_end low = low_end(b), high = high_end(b), from, to;
  if (operation == ev_rat_sub) {
    low = (ref_end){b->high, b->high_from};
    high = (ref_end){b->low_to, b->low};
  }
  if (!add_ends(operation, low_end(a), low, &from) || !add_ends(operation, high_end(a), high, &to))
    return false;
  *out = with_ends(from, to, out->whole);
  return true;
}

static bool holds_zero(const ref_value *v) {
  ev_rat zero = ev_rat_of(0);
  return ev_rat_compare(v->low, zero) <= 0 && ev_rat_compare(v->high, zero) >= 0;
}

static ref_value range(const ref_value *a, const ref_value *b) {
  if (ev_rat_compare(a->low, b->high) > 0)
    return ref_unknown(EV_STR("the low end of a range lies above the high end"));
  if (ev_rat_compare(a->low_to, b->high_from) > 0)
    return ref_unknown(EV_STR("the low end of a range may lie above the high end"));
  return with_ends(low_end(a), high_end(b), false);
}

static ref_value reckon(ev_expr_kind operator, const ref_value * a, const ref_value *b) {
  ref_value out = ref_number(ev_rat_of(0), ev_rat_of(0), a->whole && b->whole && operator!= EV_E_DIV);
  bool exact = ref_is_exact(a) && ref_is_exact(b), fits;
  switch (operator) {
  case EV_E_RANGE: return range(a, b);
  case EV_E_ADD: fits = sum(ev_rat_add, a, b, &out); break;
  case EV_E_SUB: fits = sum(ev_rat_sub, a, b, &out); break;
  case EV_E_MUL: fits = of_ends(exact ? ev_rat_mul : multiply, a, b, &out); break;
  default:
    if (holds_zero(b)) return ref_unknown(EV_STR("the division is by zero, or may be"));
    fits = of_ends(ev_rat_div, a, b, &out);
  }
  return fits ? out : ref_unknown(EV_STR("a number is too large to be reckoned with"));
}

ref_value ref_arithmetic(ev_expr_kind operator, ref_value a, ref_value b) {
  ref_value poison;
  if (ref_poison(&a, &b, &poison)) return poison;
  return ref_from(reckon(operator, & a, &b), &a);
}

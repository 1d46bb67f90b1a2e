/* Comparisons of one value of the manifest with constants, as watches: `c.image is in glob { "*:latest" }`
 * comes out true only where some image in the object is in that set. */
#include "generate_needs.h"

/* ---- constants */

bool ev_constant_number(const ev_expr *e, ev_rat *out) {
  switch (e->kind) {
  case EV_E_INT:
  case EV_E_QUANTITY: *out = e->number; return true;
  case EV_E_INFINITY: *out = EV_INFINITY; return true;
  case EV_E_NEGATE: return ev_constant_number(e->a, out) && ev_rat_neg(*out, out);
  default: return false;
  }
}

bool ev_is_constant(const ev_expr *e) {
  ev_rat number;
  return e->kind == EV_E_STRING || e->kind == EV_E_BOOL || ev_constant_number(e, &number);
}

static const ev_expr *default_of(const ev_expr *e, uint32_t *param) {
  *param = EV_NONE;
  if (e->kind != EV_E_NAME || e->ref != EV_REF_DECL || e->decl->kind != EV_D_PARAM) return e;
  *param = (uint32_t)e->decl->index;
  return e->decl->expr;
}

/* As the machine does: what it cannot reckon, and calls unknown, is no constant. */
static bool reckon(ev_expr_kind kind, ev_rat a, ev_rat b, ev_rat *out) {
  if (ev_rat_is_infinite(a) || ev_rat_is_infinite(b)) return false;
  switch (kind) {
  case EV_E_ADD: return ev_rat_add(a, b, out);
  case EV_E_SUB: return ev_rat_sub(a, b, out);
  case EV_E_MUL: return ev_rat_mul(a, b, out);
  case EV_E_DIV: return ev_rat_div(a, b, out);
  default: return false;
  }
}

/* Of a parameter or a number and another number; NULL for anything else. */
static const ev_expr *result_of(ev_gen *g, const ev_expr *e, uint32_t *param) {
  ev_rat a, b, result;
  uint32_t left, right;
  if (e->kind != EV_E_ADD && e->kind != EV_E_SUB && e->kind != EV_E_MUL && e->kind != EV_E_DIV) return NULL;
  if (!ev_constant_number(default_of(e->a, &left), &a) || !ev_constant_number(default_of(e->b, &right), &b))
    return NULL;
  if ((left != EV_NONE && right != EV_NONE) || !reckon(e->kind, a, b, &result)) return NULL;
  ev_expr *made = EV_NEW(&g->scratch, ev_expr);
  if (!made) {
    g->failed = true;
    return NULL;
  }
  *made = (ev_expr){.kind = EV_E_QUANTITY, .number = result, .type = e->type, .where = e->where};
  *param = left == EV_NONE ? right : left;
  return made;
}

const ev_expr *ev_default_of(ev_gen *g, const ev_expr *e, uint32_t *param) {
  const ev_expr *result = result_of(g, e, param);
  return result ? result : default_of(e, param);
}

static void add_range(ev_test *t, ev_rat low, ev_rat high) {
  t->ranges[t->range_count].low = low;
  t->ranges[t->range_count++].high = high;
}

/* ---- tests */

static bool literal_test(ev_test *t, ev_gen *g, ev_str text) {
  ev_automaton *made = NULL;
  t->of = EV_OF_TEXT;
  t->set = EV_NONE;
  if (!ev_made(g, ev_automaton_literal(&g->scratch, text, &made))) return false;
  t->texts = made;
  return true;
}

/* From a whole number to the next one, where the value is whole, too. */
static bool steps(const ev_test *t, ev_rat number) {
  return ev_type_present(t->value->type)->kind == EV_T_INT && ev_rat_is_int(number);
}

/* Below a number, which itself is taken in where there may be others between it and the next one: a range
 * more than is needed does no harm. */
static void add_below(ev_test *t, ev_rat number) {
  ev_rat next = number;
  if (steps(t, number) && !ev_rat_sub(number, ev_rat_of(1), &next)) next = number;
  add_range(t, EV_MINUS_INFINITY, next);
}

static void add_above(ev_test *t, ev_rat number) {
  ev_rat next = number;
  if (steps(t, number) && !ev_rat_add(number, ev_rat_of(1), &next)) next = number;
  add_range(t, next, EV_INFINITY);
}

/* All numbers but those in a range. */
static void add_others(ev_test *t, ev_rat low, ev_rat high) {
  add_below(t, low);
  add_above(t, high);
}

static bool equality_test(ev_test *t, ev_gen *g, const ev_expr *constant, bool equal) {
  ev_rat number;
  if (ev_constant_number(constant, &number)) {
    t->of = EV_OF_NUMBER;
    if (equal)
      add_range(t, number, number);
    else
      add_others(t, number, number);
    return true;
  }
  t->truth = equal;
  if (constant->kind == EV_E_STRING) return literal_test(t, g, constant->text);
  t->of = EV_OF_TRUTH;
  t->truth = equal == constant->truth;
  return constant->kind == EV_E_BOOL;
}

typedef enum ev_order { AT_MOST, BELOW, AT_LEAST, ABOVE } ev_order;

static bool order_test(ev_test *t, const ev_expr *bound, ev_order order) {
  ev_rat number;
  if (!ev_constant_number(bound, &number)) return false;
  t->of = EV_OF_NUMBER;
  switch (order) {
  case AT_MOST: add_range(t, EV_MINUS_INFINITY, number); break;
  case BELOW: add_below(t, number); break;
  case AT_LEAST: add_range(t, number, EV_INFINITY); break;
  case ABOVE: add_above(t, number); break;
  }
  return true;
}

static bool range_test(ev_test *t, const ev_expr *range, bool inside) {
  ev_rat low, high;
  if (!ev_constant_number(range->a, &low) || !ev_constant_number(range->b, &high)) return false;
  t->of = EV_OF_NUMBER;
  if (inside)
    add_range(t, low, high);
  else
    add_others(t, low, high);
  return true;
}

static bool ints_test(ev_test *t, const ev_const_set *set, bool inside) {
  if (set->range_count == 0) return false;
  ev_rat low = ev_rat_of(set->ranges[0].low), high = ev_rat_of(set->ranges[set->range_count - 1].high);
  t->of = EV_OF_NUMBER;
  if (inside)
    add_range(t, low, high); /* and what is between its ranges */
  else
    add_others(t, low, high);
  return inside || set->range_count == 1;
}

/* `set_index` of a parameter is in its default. */
static bool membership_test(ev_test *t, const ev_gen *g, const ev_expr *e, bool inside) {
  int index = e->set_index >= 0 ? e->set_index : e->b->set_index;
  t->absent = !inside;
  if (e->b->kind == EV_E_RANGE) return range_test(t, e->b, inside);
  if (index < 0) return false;
  const ev_const_set *set = &g->program->sets[index];
  if (set->of_ints) return ints_test(t, set, inside);
  t->of = EV_OF_TEXT;
  t->truth = inside;
  t->texts = set->automaton;
  t->set = (uint32_t)index;
  return true;
}

/* A parameter's default in its place. */
static const ev_expr *take_default(ev_test *t, ev_gen *g, const ev_expr *e) {
  uint32_t param;
  const ev_expr *taken = ev_default_of(g, e, &param);
  if (param != EV_NONE) t->params[t->param_count++] = param; /* there are two operands */
  return taken;
}

/* starts_with, ends_with and contains are globs. */
static bool glob_test(ev_test *t, ev_gen *g, const ev_expr *call, bool truth) {
  bool at_start = call->builtin == EV_BUILTIN_STARTS_WITH, at_end = call->builtin == EV_BUILTIN_ENDS_WITH;
  if (!at_start && !at_end && call->builtin != EV_BUILTIN_CONTAINS) return false;
  const ev_expr *part = take_default(t, g, call->args->next);
  if (part->kind != EV_E_STRING) return false;
  ev_str quoted = ev_glob_quote(&g->scratch, part->text);
  ev_buf glob = {0};
  ev_buf_format(&glob, "%s%.*s%s", at_start ? "" : "*", EV_STR_ARG(quoted), at_end ? "" : "*");
  ev_automaton *made = NULL;
  bool ok = quoted.at && !glob.failed &&
            ev_made(g, ev_automaton_glob(&g->scratch, ev_buf_view(&glob), &made, NULL));
  ev_buf_free(&glob);
  t->value = call->args;
  t->of = EV_OF_TEXT;
  t->truth = truth;
  t->texts = made;
  t->set = EV_NONE;
  return ok;
}

/* `5 > x` is `x < 5`; what is not less is at least. */
static ev_order order_of(ev_expr_kind kind, bool swapped, bool truth) {
  bool below = kind == EV_E_LT || kind == EV_E_LE, open = kind == EV_E_LT || kind == EV_E_GT;
  if (swapped) below = !below;
  if (!truth) below = !below, open = !open;
  if (below) return open ? BELOW : AT_MOST;
  return open ? ABOVE : AT_LEAST;
}

static bool test_of(ev_test *t, ev_gen *g, const ev_expr *e, bool truth) {
  bool swapped = false;
  switch (e->kind) {
  case EV_E_EQ:
  case EV_E_NE:
    swapped = ev_is_constant(e->a);
    if (swapped) t->value = e->b;
    return equality_test(t, g, swapped ? e->a : e->b, truth == (e->kind == EV_E_EQ));
  case EV_E_IS: t->absent = truth == e->negated; return equality_test(t, g, e->b, truth != e->negated);
  case EV_E_LT:
  case EV_E_LE:
  case EV_E_GT:
  case EV_E_GE:
    swapped = ev_is_constant(e->a);
    if (swapped) t->value = e->b;
    return order_test(t, swapped ? e->a : e->b, order_of(e->kind, swapped, truth));
  case EV_E_IN:
  case EV_E_IS_IN: return membership_test(t, g, e, truth != e->negated);
  case EV_E_CALL: return e->ref == EV_REF_BUILTIN && glob_test(t, g, e, truth);
  case EV_E_NAME:
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD:
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX:
  case EV_E_COALESCE:
    t->value = e;
    t->of = EV_OF_TRUTH;
    t->truth = truth;
    return true;
  default: return false;
  }
}

static bool is_comparison(const ev_expr *e) {
  return (e->kind >= EV_E_EQ && e->kind <= EV_E_GE) || e->kind == EV_E_IN || e->kind == EV_E_IS ||
         e->kind == EV_E_IS_IN;
}

bool ev_test_make(ev_test *t, ev_gen *g, const ev_expr *e, bool truth) {
  *t = (ev_test){.value = e->a, .set = EV_NONE};
  if (!is_comparison(e)) return test_of(t, g, e, truth);
  ev_expr seen = *e;
  seen.a = (ev_expr *)(uintptr_t)take_default(t, g, e->a);
  seen.b = (ev_expr *)(uintptr_t)take_default(t, g, e->b);
  t->value = seen.a;
  return test_of(t, g, &seen, truth);
}

/* ---- constants against tests */

bool ev_test_passes(const ev_test *t, const ev_const *value) {
  if (t->of == EV_OF_ANY) return true;
  if (value->kind == EV_K_BOOL) return t->of == EV_OF_TRUTH && value->truth == t->truth;
  if (value->kind == EV_K_STRING)
    return t->of == EV_OF_TEXT && ev_automaton_match(t->texts, value->text) == t->truth;
  for (uint32_t i = 0; i < t->range_count; i++)
    if (ev_rat_compare(value->number, t->ranges[i].low) >= 0 &&
        ev_rat_compare(value->number, t->ranges[i].high) <= 0)
      return true;
  return false;
}

bool ev_test_passes_constant(const ev_test *t, const ev_expr *e) {
  if (e->kind == EV_E_ABSENT) return t->absent;
  ev_const value = {.kind = EV_K_QUANTITY};
  if (e->kind == EV_E_STRING)
    value = (ev_const){.kind = EV_K_STRING, .text = e->text};
  else if (e->kind == EV_E_BOOL)
    value = (ev_const){.kind = EV_K_BOOL, .truth = e->truth};
  else if (!ev_constant_number(e, &value.number))
    return false;
  return ev_test_passes(t, &value);
}

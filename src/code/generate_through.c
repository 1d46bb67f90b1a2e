/* Tests through functions and sums: `lower(x) in s` and `x + 1 < 5` are tests of x, too. */
#include "generate_needs.h"
#include "preimage.h"

#define MOST_LENGTH 600u /* of a text whose length is compared: an automaton has a state for each */

static bool is_byte(const ev_expr *e) {
  return e->kind == EV_E_STRING && e->text.size == 1 && e->text.at[0] != '\0' &&
         (unsigned char)e->text.at[0] < 0x80;
}

static void stay(uint8_t becomes[256]) {
  for (uint32_t i = 0; i < 256; i++) becomes[i] = (uint8_t)i;
}

static ev_pattern_status change_case(ev_arena *arena, const ev_automaton *of, char from, char to,
                                     ev_automaton **out) {
  uint8_t becomes[256];
  stay(becomes);
  for (int i = 0; i < 26; i++) becomes[from + i] = (uint8_t)(to + i);
  return ev_preimage_bytes(arena, of, becomes, out);
}

static ev_pattern_status swap(ev_arena *arena, const ev_automaton *of, char a, char b, ev_automaton **out) {
  uint8_t becomes[256];
  stay(becomes);
  becomes[(uint8_t)a] = (uint8_t)b;
  becomes[(uint8_t)b] = (uint8_t)a;
  return ev_preimage_bytes(arena, of, becomes, out);
}

/* NULL: there is none, for want of a constant, or of room. */
static const ev_automaton *preimage(ev_gen *g, const ev_expr *call, const ev_automaton *of) {
  ev_arena *arena = &g->scratch;
  const ev_expr *other = call->args->next;
  char byte = other && is_byte(other) ? other->text.at[0] : '\0';
  ev_pattern_status status = EV_PATTERN_MALFORMED;
  ev_automaton *made = NULL;
  switch (call->builtin) {
  case EV_BUILTIN_UPPER: status = change_case(arena, of, 'a', 'A', &made); break;
  case EV_BUILTIN_LOWER: status = change_case(arena, of, 'A', 'a', &made); break;
  case EV_BUILTIN_TRIM: status = ev_preimage_trim(arena, of, &made); break;
  case EV_BUILTIN_STRIP_PREFIX:
    if (other->kind == EV_E_STRING) status = ev_preimage_strip_prefix(arena, of, other->text, &made);
    break;
  case EV_BUILTIN_STRIP_SUFFIX:
    if (other->kind == EV_E_STRING) status = ev_preimage_strip_suffix(arena, of, other->text, &made);
    break;
  case EV_BUILTIN_SWAP:
    if (byte && is_byte(other->next)) status = swap(arena, of, byte, other->next->text.at[0], &made);
    break;
  case EV_BUILTIN_BEFORE:
    if (byte) status = ev_preimage_before(arena, of, byte, &made);
    break;
  case EV_BUILTIN_AFTER:
    if (byte) status = ev_preimage_after(arena, of, byte, &made);
    break;
  case EV_BUILTIN_SPLIT: /* some piece */
    if (byte) status = ev_preimage_piece(arena, of, byte, &made);
    break;
  default: break;
  }
  return ev_made(g, status) ? made : NULL;
}

/* The set, or what is not in it: what `before` and `after` make is in neither where there is nothing. */
static const ev_automaton *accepted(const ev_test *t, ev_gen *g) {
  ev_automaton *others = NULL;
  if (t->truth) return t->texts;
  return ev_made(g, ev_automaton_complement(&g->scratch, t->texts, &others)) ? others : NULL;
}

static bool text_through(const ev_test *t, ev_gen *g, const ev_expr *call, ev_test *inner) {
  const ev_automaton *of = accepted(t, g);
  inner->texts = of ? preimage(g, call, of) : NULL;
  inner->truth = true;
  return inner->texts;
}

bool ev_test_through_concat(const ev_test *t, ev_gen *g, const ev_expr *e, ev_test *inner, uint32_t *param) {
  const ev_expr *before = ev_default_of(g, e->a, param), *behind = e->b;
  bool is_prefix = before->kind == EV_E_STRING;
  if (!is_prefix) behind = ev_default_of(g, e->b, param);
  if (t->of != EV_OF_TEXT || (!is_prefix && behind->kind != EV_E_STRING)) return false;
  const ev_automaton *of = accepted(t, g);
  ev_automaton *made = NULL;
  *inner = (ev_test){.value = is_prefix ? e->b : e->a, .of = EV_OF_TEXT, .truth = true, .set = EV_NONE};
  if (of && !ev_made(g, is_prefix ? ev_preimage_behind(&g->scratch, of, before->text, &made)
                                  : ev_preimage_in_front(&g->scratch, of, behind->text, &made)))
    return false;
  inner->texts = made;
  return made;
}

/* ---- lengths */

static bool lengths_in(ev_gen *g, ev_rat low, ev_rat high, ev_automaton **out) {
  ev_rat most = ev_rat_of(MOST_LENGTH), none = ev_rat_of(0);
  if (ev_rat_compare(low, none) < 0) low = none;
  bool open = ev_rat_compare(high, most) > 0;
  if (open) high = low;
  if (ev_rat_compare(low, most) > 0 || ev_rat_compare(high, none) < 0 || !ev_rat_is_int(low) ||
      !ev_rat_is_int(high))
    return false;
  return ev_made(g, ev_automaton_of_length(&g->scratch, (uint32_t)low.num, (uint32_t)high.num, open, out));
}

static bool length_through(const ev_test *t, ev_gen *g, ev_test *inner) {
  ev_automaton *all = NULL, *more = NULL;
  for (uint32_t i = 0; i < t->range_count; i++) {
    if (!lengths_in(g, t->ranges[i].low, t->ranges[i].high, &more)) return false;
    if (all && !ev_made(g, ev_automaton_union(&g->scratch, all, more, &more))) return false;
    all = more;
  }
  inner->of = EV_OF_TEXT;
  inner->range_count = 0;
  inner->truth = true;
  inner->texts = all;
  return all;
}

bool ev_test_through(const ev_test *t, ev_gen *g, const ev_expr *call, ev_test *inner) {
  *inner = *t;
  inner->value = call->args;
  inner->set = EV_NONE;
  inner->absent = false; /* what is given to a function is there */
  if (t->of == EV_OF_TEXT) return text_through(t, g, call, inner);
  return t->of == EV_OF_NUMBER && call->builtin == EV_BUILTIN_LENGTH && length_through(t, g, inner);
}

/* ---- arithmetic */

/* factor * x + term */
typedef struct linear {
  const ev_expr *x;
  ev_rat factor, term;
} linear;

static bool is_small(ev_rat r, unsigned bits) {
  ev_int most = (ev_int)1 << bits;
  return r.den != 0 && r.num < most && r.num > -most && r.den <= 1000000000;
}

static bool constant_at(ev_gen *g, const ev_expr *e, ev_rat *out, uint32_t *param) {
  const ev_expr *constant = ev_default_of(g, e, param);
  return ev_constant_number(constant, out);
}

static bool sum_of(ev_gen *g, const ev_expr *e, linear *out, uint32_t *param) {
  bool minus = e->kind == EV_E_SUB;
  out->factor = ev_rat_of(1);
  out->x = e->a;
  if (constant_at(g, e->b, &out->term, param)) return !minus || ev_rat_neg(out->term, &out->term);
  out->x = e->b;
  if (minus) out->factor = ev_rat_of(-1);
  return constant_at(g, e->a, &out->term, param);
}

static bool product_of(ev_gen *g, const ev_expr *e, linear *out, uint32_t *param) {
  out->term = ev_rat_of(0);
  out->x = e->a;
  if (constant_at(g, e->b, &out->factor, param)) return true;
  out->x = e->b;
  return constant_at(g, e->a, &out->factor, param);
}

static bool quotient_of(ev_gen *g, const ev_expr *e, linear *out, uint32_t *param) {
  ev_rat divisor;
  out->term = ev_rat_of(0);
  out->x = e->a;
  return constant_at(g, e->b, &divisor, param) && divisor.num != 0 &&
         ev_rat_div(ev_rat_of(1), divisor, &out->factor);
}

static bool linear_of(ev_gen *g, const ev_expr *e, linear *out, uint32_t *param) {
  *param = EV_NONE;
  switch (e->kind) {
  case EV_E_ADD:
  case EV_E_SUB: return sum_of(g, e, out, param);
  case EV_E_MUL: return product_of(g, e, out, param);
  case EV_E_DIV: return quotient_of(g, e, out, param);
  case EV_E_NEGATE: *out = (linear){e->a, ev_rat_of(-1), ev_rat_of(0)}; return true;
  case EV_E_PERCENT:
    *out = (linear){.x = e->a, .term = ev_rat_of(0)};
    return ev_rat_div(e->number, ev_rat_of(100), &out->factor);
  default: return false;
  }
}

static bool solve(const linear *l, ev_rat y, ev_rat *x) {
  return ev_rat_sub(y, l->term, x) && ev_rat_div(*x, l->factor, x);
}

/* What is so large that the machine may refuse to reckon with it passes, too. */
static bool add_large(ev_test *t) {
  ev_rat large = ev_rat_of((ev_int)1 << 62), small;
  if (t->range_count + 2 > EV_TEST_RANGES || !ev_rat_neg(large, &small)) return false;
  t->ranges[t->range_count].low = large;
  t->ranges[t->range_count++].high = EV_INFINITY;
  t->ranges[t->range_count].low = EV_MINUS_INFINITY;
  t->ranges[t->range_count++].high = small;
  return true;
}

bool ev_test_through_sum(const ev_test *t, ev_gen *g, const ev_expr *e, ev_test *inner, uint32_t *param) {
  linear l;
  *inner = *t;
  if (t->of != EV_OF_NUMBER || !linear_of(g, e, &l, param)) return false;
  if (l.factor.num == 0 || !is_small(l.factor, 30) || !is_small(l.term, 62)) return false;
  for (uint32_t i = 0; i < t->range_count; i++) {
    bool falls = l.factor.num < 0;
    if (!solve(&l, t->ranges[i].low, falls ? &inner->ranges[i].high : &inner->ranges[i].low)) return false;
    if (!solve(&l, t->ranges[i].high, falls ? &inner->ranges[i].low : &inner->ranges[i].high)) return false;
  }
  inner->value = l.x;
  inner->absent = false;
  return add_large(inner);
}

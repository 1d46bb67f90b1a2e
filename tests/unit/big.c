#include "big.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* ---- big natural numbers, the slow and obvious way */

big big_of(ev_uint n) {
  big b = {{0}};
  for (int i = 0; i < 4; i++, n >>= 32) b.at[i] = (uint32_t)n;
  return b;
}

big big_size(ev_int n) { return big_of(n < 0 ? -(ev_uint)n : (ev_uint)n); }

int big_compare(const big *a, const big *b) {
  for (int i = LIMBS - 1; i >= 0; i--)
    if (a->at[i] != b->at[i]) return a->at[i] < b->at[i] ? -1 : 1;
  return 0;
}

big big_add(const big *a, const big *b) {
  big sum;
  uint64_t carry = 0;
  for (int i = 0; i < LIMBS; i++, carry >>= 32) {
    carry += (uint64_t)a->at[i] + b->at[i];
    sum.at[i] = (uint32_t)carry;
  }
  assert_int_equal(carry, 0);
  return sum;
}

big big_subtract(const big *a, const big *b) {
  big rest;
  int64_t borrow = 0;
  for (int i = 0; i < LIMBS; i++) {
    int64_t part = (int64_t)a->at[i] - b->at[i] + borrow;
    borrow = part < 0 ? -1 : 0;
    rest.at[i] = (uint32_t)(part + (part < 0 ? (int64_t)1 << 32 : 0));
  }
  assert_int_equal(borrow, 0);
  return rest;
}

big big_multiply(const big *a, const big *b) {
  big product = {{0}};
  for (int i = 0; i < LIMBS; i++) {
    uint64_t carry = 0;
    for (int j = 0; a->at[i] && i + j < LIMBS; j++, carry >>= 32) {
      carry += (uint64_t)a->at[i] * b->at[j] + product.at[i + j];
      product.at[i + j] = (uint32_t)carry;
    }
    assert_int_equal(carry, 0);
  }
  return product;
}

uint32_t big_divide_small(big *n, uint32_t by) {
  uint64_t rest = 0;
  for (int i = LIMBS - 1; i >= 0; i--) {
    rest = rest << 32 | n->at[i];
    n->at[i] = (uint32_t)(rest / by);
    rest %= by;
  }
  return (uint32_t)rest;
}

bool big_is_zero(const big *n) {
  for (int i = 0; i < LIMBS; i++)
    if (n->at[i]) return false;
  return true;
}

big big_multiply_small(const big *n, uint32_t by) {
  big factor = big_of(by);
  return big_multiply(n, &factor);
}

static void big_halve(big *n) {
  for (int i = 0; i < LIMBS; i++) n->at[i] = n->at[i] >> 1 | (i + 1 < LIMBS ? n->at[i + 1] << 31 : 0);
}

/* Stein's: halve what is even, else subtract. */
static big big_gcd(big a, big b) {
  uint32_t twos = 0;
  if (big_is_zero(&a)) return b;
  if (big_is_zero(&b)) return a;
  for (; !(a.at[0] & 1) && !(b.at[0] & 1); twos++) {
    big_halve(&a);
    big_halve(&b);
  }
  while (!big_is_zero(&a)) {
    while (!(a.at[0] & 1)) big_halve(&a);
    while (!(b.at[0] & 1)) big_halve(&b);
    if (big_compare(&a, &b) >= 0)
      a = big_subtract(&a, &b);
    else
      b = big_subtract(&b, &a);
  }
  for (; twos; twos--) b = big_multiply_small(&b, 2);
  return b;
}

fraction fraction_of(ev_rat r) { return (fraction){big_size(r.num), big_size(r.den), r.num < 0}; }

fraction fraction_sum(const fraction *a, const fraction *b) {
  big left = big_multiply(&a->num, &b->den), right = big_multiply(&b->num, &a->den);
  fraction sum = {.den = big_multiply(&a->den, &b->den), .negative = a->negative};
  if (a->negative == b->negative) {
    sum.num = big_add(&left, &right);
  } else if (big_compare(&left, &right) >= 0) {
    sum.num = big_subtract(&left, &right);
  } else {
    sum.num = big_subtract(&right, &left);
    sum.negative = b->negative;
  }
  return sum;
}

static bool at_most(const big *n, const big *unit, ev_uint most) {
  big limit = big_of(most);
  limit = big_multiply(&limit, unit);
  return big_compare(n, &limit) <= 0;
}

void check_fraction(const fraction *expected, bool fits, ev_rat r) {
  big common = big_gcd(expected->num, expected->den);
  bool negative = expected->negative && !big_is_zero(&expected->num);
  bool can = at_most(&expected->num, &common, (ev_uint)EV_INT_MAX + negative) &&
             at_most(&expected->den, &common, (ev_uint)EV_INT_MAX);
  assert_int_equal(fits, can);
  if (!fits) return;
  assert_true(r.den > 0);
  big num = big_size(r.num), den = big_size(r.den);
  num = big_multiply(&num, &common);
  den = big_multiply(&den, &common);
  assert_int_equal(big_compare(&num, &expected->num), 0);
  assert_int_equal(big_compare(&den, &expected->den), 0);
  assert_int_equal(r.num < 0, negative);
}

/* ---- random operands: many small, many at the edges */

static uint64_t random_state = 1;

uint64_t next_random(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

uint32_t below(uint32_t n) { return (uint32_t)(next_random() >> 16) % n; }

ev_int random_int(void) {
  static const int edges[] = {0, 1, 31, 32, 62, 63, 64, 65, 95, 126, 127};
  ev_uint n = (ev_uint)next_random() << 64 | next_random();
  switch (below(4)) {
  case 0: return (ev_int)(n % 20) - 10;
  case 1: return (ev_int)(n >> below(128));
  case 2: return (ev_int)(((ev_uint)1 << edges[below(COUNT(edges))]) + n % 5 - 2);
  default: return (ev_int)(n << below(128));
  }
}

ev_rat random_rat(void) {
  ev_rat r = {0, 1};
  if (below(3) == 0) return ev_rat_of(random_int());
  while (!ev_rat_make(random_int(), random_int(), &r)) continue;
  return r;
}

void assert_rat(ev_rat r, ev_rat expected) {
  assert_true(r.num == expected.num);
  assert_true(r.den == expected.den);
}

void assert_written(ev_buf *buf, const char *expected) {
  if (!ev_str_is(ev_buf_view(buf), expected))
    fail_msg("wrote %.*s, expected %s", EV_STR_ARG(ev_buf_view(buf)), expected);
  ev_buf_free(buf);
}

#include "big.h"

#include <stdlib.h>

static void need(bool holds) {
  if (!holds) abort();
}

big big_of(ev_uint n) {
  big a = {{0}};
  for (size_t i = 0; i < 4; i++) a.limb[i] = (uint32_t)(n >> 32 * i);
  return a;
}

void big_multiply_small(big *a, uint32_t by) {
  uint64_t carry = 0;
  for (size_t i = 0; i < BIG_LIMBS; i++) {
    carry += (uint64_t)a->limb[i] * by;
    a->limb[i] = (uint32_t)carry;
    carry >>= 32;
  }
  need(carry == 0);
}

uint32_t big_divide_small(big *a, uint32_t by) {
  uint64_t rest = 0;
  for (size_t i = BIG_LIMBS; i-- > 0;) {
    rest = rest << 32 | a->limb[i];
    a->limb[i] = (uint32_t)(rest / by);
    rest %= by;
  }
  return (uint32_t)rest;
}

void big_add_small(big *a, uint32_t n) {
  uint64_t carry = n;
  for (size_t i = 0; carry && i < BIG_LIMBS; i++) {
    carry += a->limb[i];
    a->limb[i] = (uint32_t)carry;
    carry >>= 32;
  }
  need(carry == 0);
}

big big_add(const big *a, const big *b) {
  big sum;
  uint64_t carry = 0;
  for (size_t i = 0; i < BIG_LIMBS; i++) {
    carry += (uint64_t)a->limb[i] + b->limb[i];
    sum.limb[i] = (uint32_t)carry;
    carry >>= 32;
  }
  need(carry == 0);
  return sum;
}

big big_subtract(const big *a, const big *b) {
  big rest;
  int64_t borrow = 0;
  for (size_t i = 0; i < BIG_LIMBS; i++) {
    int64_t n = (int64_t)a->limb[i] - b->limb[i] - borrow;
    borrow = n < 0;
    rest.limb[i] = (uint32_t)n;
  }
  need(borrow == 0);
  return rest;
}

big big_multiply(const big *a, const big *b) {
  big product = {{0}};
  for (size_t i = 0; i < BIG_LIMBS; i++) {
    uint64_t carry = 0;
    for (size_t j = 0; a->limb[i] && j < BIG_LIMBS - i; j++) {
      carry += (uint64_t)a->limb[i] * b->limb[j] + product.limb[i + j];
      product.limb[i + j] = (uint32_t)carry;
      carry >>= 32;
    }
    need(carry == 0);
  }
  return product;
}

void big_halve(big *a) {
  for (size_t i = 0; i + 1 < BIG_LIMBS; i++) a->limb[i] = a->limb[i] >> 1 | a->limb[i + 1] << 31;
  a->limb[BIG_LIMBS - 1] >>= 1;
}

bool big_is_zero(const big *a) { return big_fits(a, 0); }

int big_compare(const big *a, const big *b) {
  for (size_t i = BIG_LIMBS; i-- > 0;)
    if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
  return 0;
}

bool big_fits(const big *a, unsigned bits) {
  for (size_t i = bits / 32; i < BIG_LIMBS; i++) {
    uint32_t above = i == bits / 32 ? a->limb[i] >> bits % 32 : a->limb[i];
    if (above) return false;
  }
  return true;
}

void big_power(big *a, uint32_t base, unsigned exponent) {
  while (exponent-- > 0) big_multiply_small(a, base);
}

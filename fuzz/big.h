/* Natural numbers of fixed width, in the plainest way: what exact arithmetic is held against. */
#ifndef EV_BIG_H
#define EV_BIG_H

#include "num.h"

#define BIG_LIMBS 48u /* 1536 bits; more is a fault of the caller */

typedef struct big {
  uint32_t limb[BIG_LIMBS]; /* the lowest first */
} big;

big big_of(ev_uint n);
void big_multiply_small(big *a, uint32_t by);
/* Gives the remainder. */
uint32_t big_divide_small(big *a, uint32_t by);
void big_add_small(big *a, uint32_t n);
big big_add(const big *a, const big *b);
big big_subtract(const big *a, const big *b); /* a >= b */
big big_multiply(const big *a, const big *b);
void big_halve(big *a);
bool big_is_zero(const big *a);
int big_compare(const big *a, const big *b);
/* Whether a number below 2^bits. */
bool big_fits(const big *a, unsigned bits);
void big_power(big *a, uint32_t base, unsigned exponent); /* a *= base^exponent */

#endif

/* Numbers of any size, the slow and obvious way, random ones, and what is asserted of numbers. */
#ifndef BIG_H
#define BIG_H

#include "num.h"

#define INF      EV_INFINITY
#define MINF     EV_MINUS_INFINITY
#define R(n, d)  ((ev_rat){(n), (d)})
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* The largest ev_int, one more, and two more. */
#define MAX_TEXT   "170141183460469231731687303715884105727"
#define OVER_TEXT  "170141183460469231731687303715884105728"
#define UNDER_TEXT "170141183460469231731687303715884105729"

/* ---- natural numbers */

#define LIMBS 72
typedef struct big {
  uint32_t at[LIMBS];
} big;

big big_of(ev_uint n);
big big_size(ev_int n); /* |n| */
int big_compare(const big *a, const big *b);
big big_add(const big *a, const big *b);
big big_subtract(const big *a, const big *b); /* a is at least b */
big big_multiply(const big *a, const big *b);
big big_multiply_small(const big *n, uint32_t by);
uint32_t big_divide_small(big *n, uint32_t by); /* the rest */
bool big_is_zero(const big *n);

/* ---- fractions */

/* A fraction of any size, not in lowest terms. */
typedef struct fraction {
  big num, den;
  bool negative;
} fraction;

fraction fraction_of(ev_rat r);
fraction fraction_sum(const fraction *a, const fraction *b);
/* Whether the fraction in lowest terms fits an ev_rat, and if so that r is it. */
void check_fraction(const fraction *expected, bool fits, ev_rat r);

/* ---- random operands: many small, many at the edges */

uint64_t next_random(void);
uint32_t below(uint32_t n);
ev_int random_int(void);
ev_rat random_rat(void);

/* ---- assertions */

void assert_rat(ev_rat r, ev_rat expected);
/* And frees what was written. */
void assert_written(ev_buf *buf, const char *expected);

#endif

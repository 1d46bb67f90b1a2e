/* Exact numbers: 128-bit integers, rationals of them, and Kubernetes quantities. No floating point, no
 * silent overflow: what does not fit is reported to the caller. */
#ifndef EV_NUM_H
#define EV_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

__extension__ typedef __int128 ev_int;
__extension__ typedef unsigned __int128 ev_uint;

#define EV_INT_MAX ((ev_int)(((ev_uint)1 << 127) - 1))
#define EV_INT_MIN (-EV_INT_MAX - 1)

/* A rational in lowest terms, den > 0; or an infinity: den == 0 and num is 1 or -1. */
typedef struct ev_rat {
  ev_int num;
  ev_int den;
} ev_rat;

#define EV_INFINITY       ((ev_rat){1, 0})
#define EV_MINUS_INFINITY ((ev_rat){-1, 0})

static inline ev_rat ev_rat_of(ev_int n) { return (ev_rat){n, 1}; }
static inline bool ev_rat_is_int(ev_rat r) { return r.den == 1; }
static inline bool ev_rat_is_infinite(ev_rat r) { return r.den == 0; }

/* num/den in lowest terms; false where den is 0 or the result does not fit (EV_INT_MIN / -1). */
bool ev_rat_make(ev_int num, ev_int den, ev_rat *out);

/* Exact order, -1, 0 or 1; never overflows (cross products in 256 bits). Infinities are the ends. */
int ev_rat_compare(ev_rat a, ev_rat b);

/* Each gives false, and leaves *out alone, where the exact result does not fit in lowest terms, or is
 * undefined: infinity - infinity, 0 * infinity, division by zero, infinity / infinity. Otherwise infinities
 * follow the usual rules. No intermediate result overflows: what fits is given. */
bool ev_rat_add(ev_rat a, ev_rat b, ev_rat *out);
bool ev_rat_sub(ev_rat a, ev_rat b, ev_rat *out);
bool ev_rat_mul(ev_rat a, ev_rat b, ev_rat *out);
bool ev_rat_div(ev_rat a, ev_rat b, ev_rat *out);
bool ev_rat_neg(ev_rat a, ev_rat *out);

typedef enum ev_number_status {
  EV_NUMBER_OK,
  EV_NUMBER_MALFORMED,
  EV_NUMBER_TOO_LARGE, /* well-formed, but above EV_INT_MAX (positive) ... */
  EV_NUMBER_TOO_SMALL  /* ... or below EV_INT_MIN */
} ev_number_status;

/* Decimal digits with an optional leading '-', nothing else; leading zeros are allowed. */
ev_number_status ev_int_parse_decimal(ev_str text, ev_int *out);

/* As the kernel's handlers read a number: optional '-', then decimal digits, or octal ones after a
 * leading 0, or hexadecimal ones after 0x or 0X. "08" and "0x" are malformed; no '+', no blanks. In both
 * functions *out is set only with EV_NUMBER_OK, and a malformed text is never called too large. */
ev_number_status ev_int_parse_c(ev_str text, ev_int *out);

/* A Kubernetes quantity, as apimachinery's ParseQuantity reads it (pkg/api/resource/quantity.go): sign (+ or
 * -), digits with an optional point, then a suffix: n u m k M G T P E, or Ki Mi Gi Ti Pi Ei, or e/E and a
 * signed decimal exponent. As there:
 * - what is finer than 1n is rounded away from zero to a whole number of n;
 * - with a binary suffix (and only then) the magnitude is capped at 2^63-1: "8Ei" is 9223372036854775807;
 * - no digits at all is zero ("Gi", "-", ".m"), though not before Pi, Ei or an exponent below -9;
 * - an exponent must fit 64 bits and is then cut to 32: "1e4294967296" is 1.
 * Text that is a quantity too large for an ev_rat gives EV_INFINITY or EV_MINUS_INFINITY. No blanks: the API
 * server trims those before it calls ParseQuantity. Gives false, and leaves *out alone, for what is no
 * quantity. Linear in the length of the text. */
bool ev_quantity_parse(ev_str text, ev_rat *out);

/* Decimal text of an integer. */
void ev_int_write(ev_buf *buf, ev_int n);

/* A rational as a person would write the quantity: an integer with the largest binary suffix (Ki..Ei) that
 * leaves an integer; else from 1Ki on a decimal fraction of up to three digits with such a suffix where that
 * is exact, "102.4Mi"; else with m, u or n where that is exact; else such a fraction, half rounded away from
 * zero, "~1.333Gi". Infinities are "infinity" and "-infinity". */
void ev_quantity_write(ev_buf *buf, ev_rat r);

#endif

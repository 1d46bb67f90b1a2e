/* Quantities and rationals against plain arithmetic of large numbers (big.h).
 *
 * Text is read as a quantity: that it is one is told by a reading of its own here, and its value is exact.
 * Its bytes are also two rationals, whose sum, difference, product, quotient and order are exact, or do not
 * fit. */
#include "big.h"
#include "harness.h"
#include "mutate.h"

/* ---- text */

typedef struct spelling {
  bool negative, binary;
  ev_str whole, fraction, suffix;
  unsigned ten, two; /* value = digits * 10^(ten - 300) * 2^two; */
} spelling;

#define TEN_ZERO 300u

static ev_str take_digits(ev_str text, size_t *at) {
  size_t from = *at;
  while (*at < text.size && text.at[*at] >= '0' && text.at[*at] <= '9') ++*at;
  return ev_str_slice(text, from, *at);
}

/* An exponent of at most two digits; others are not looked at here. */
static bool read_exponent(spelling *s) {
  size_t at = 1;
  bool negative = at < s->suffix.size && s->suffix.at[at] == '-';
  if (at < s->suffix.size && (s->suffix.at[at] == '-' || s->suffix.at[at] == '+')) at++;
  ev_str digits = take_digits(s->suffix, &at);
  if (digits.size == 0 || digits.size > 2 || at != s->suffix.size) return false;
  unsigned n = 0;
  for (size_t i = 0; i < digits.size; i++) n = n * 10 + (unsigned)(digits.at[i] - '0');
  s->ten = negative ? TEN_ZERO - n : TEN_ZERO + n;
  return true;
}

static bool read_suffix(spelling *s) {
  static const char *const decimal[] = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  static const char *const binary[] = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  for (unsigned i = 0; i < sizeof decimal / sizeof *decimal; i++)
    if (ev_str_is(s->suffix, decimal[i])) {
      s->ten = TEN_ZERO + 3 * i - 9;
      return true;
    }
  for (unsigned i = 0; i < sizeof binary / sizeof *binary; i++)
    if (ev_str_is(s->suffix, binary[i])) {
      s->two = 10 * (i + 1);
      return s->binary = true;
    }
  return s->suffix.size > 1 && (s->suffix.at[0] == 'e' || s->suffix.at[0] == 'E') && read_exponent(s);
}

static bool read_spelling(ev_str text, spelling *s) {
  size_t at = 0;
  *s = (spelling){.ten = TEN_ZERO};
  if (text.size && (text.at[0] == '-' || text.at[0] == '+')) s->negative = text.at[at++] == '-';
  s->whole = take_digits(text, &at);
  if (at < text.size && text.at[at] == '.') {
    at++;
    s->fraction = take_digits(text, &at);
  }
  s->suffix = ev_str_slice(text, at, text.size);
  return s->whole.size + s->fraction.size > 0 && read_suffix(s);
}

static void add_digits(big *n, ev_str digits) {
  for (size_t i = 0; i < digits.size; i++) {
    big_multiply_small(n, 10);
    big_add_small(n, (uint32_t)(digits.at[i] - '0'));
  }
}

/* The value in n (10^-9), rounded away from zero. */
static big nanos(const spelling *s) {
  big n = big_of(0);
  add_digits(&n, s->whole);
  add_digits(&n, s->fraction);
  big_power(&n, 2, s->two);
  unsigned up = s->ten + 9, down = TEN_ZERO + (unsigned)s->fraction.size;
  if (up > down) big_power(&n, 10, up - down);
  bool rest = false;
  for (; down > up; down--) rest |= big_divide_small(&n, 10) != 0;
  if (rest) big_add_small(&n, 1);
  return n;
}

static ev_uint magnitude(ev_int n) { return n < 0 ? -(ev_uint)n : (ev_uint)n; }

/* ---- rationals */

typedef struct fraction { /* of large numbers, with a sign */
  bool negative;
  big num, den;
} fraction;

static fraction fraction_of(ev_rat r) {
  return (fraction){r.num < 0, big_of(magnitude(r.num)), big_of(magnitude(r.den))};
}

static fraction times(const fraction *a, const fraction *b) {
  return (fraction){a->negative != b->negative, big_multiply(&a->num, &b->num),
                    big_multiply(&a->den, &b->den)};
}

static fraction plus(const fraction *a, const fraction *b) {
  big x = big_multiply(&a->num, &b->den), y = big_multiply(&b->num, &a->den);
  big den = big_multiply(&a->den, &b->den);
  if (a->negative == b->negative) return (fraction){a->negative, big_add(&x, &y), den};
  if (big_compare(&x, &y) >= 0) return (fraction){a->negative, big_subtract(&x, &y), den};
  return (fraction){b->negative, big_subtract(&y, &x), den};
}

static fraction inverse(const fraction *a) { return (fraction){a->negative, a->den, a->num}; }

/* The greatest common divisor; neither is 0. */
static big common(big a, big b) {
  unsigned twos = 0;
  for (; !(a.limb[0] & 1) && !(b.limb[0] & 1); twos++) {
    big_halve(&a);
    big_halve(&b);
  }
  while (!big_is_zero(&a)) {
    while (!(a.limb[0] & 1)) big_halve(&a);
    while (!(b.limb[0] & 1)) big_halve(&b);
    int order = big_compare(&a, &b);
    if (order < 0) b = big_subtract(&b, &a);
    if (order >= 0) a = big_subtract(&a, &b);
    if (order < 0 && big_is_zero(&b)) break;
  }
  big_power(&b, 2, twos);
  return b;
}

/* Whether n / by, where it leaves no rest, is below 2^127 (or is it, where that may be negative). */
static bool quotient_fits(const big *n, const big *by, bool negative) {
  big bound = *by;
  big_power(&bound, 2, 127);
  int order = big_compare(n, &bound);
  return order < 0 || (negative && order == 0);
}

/* ---- what is read, and written */

static void check_value(const spelling *s, ev_rat got) {
  big want = nanos(s), most = big_of(((ev_uint)1 << 63) - 1);
  big_power(&most, 10, 9);
  if (s->binary && big_compare(&want, &most) > 0) want = most;
  check(big_is_zero(&want) ? got.num == 0 : (got.num < 0) == s->negative);
  if (ev_rat_is_infinite(got)) { /* in lowest terms the numerator does not fit */
    big divisor = big_is_zero(&want) ? big_of(1) : common(want, big_of(1000000000));
    check(!quotient_fits(&want, &divisor, false));
    return;
  }
  big num = big_of(magnitude(got.num)), den = big_of(magnitude(got.den));
  big_power(&num, 10, 9);
  want = big_multiply(&want, &den);
  check(got.den > 0 && big_compare(&num, &want) == 0);
}

/* What is written without `~` is the value, where a binary suffix may be: up to 2^63-1. */
static void check_spelling(ev_rat value) {
  ev_buf written = {0};
  ev_rat again;
  ev_rat most = ev_rat_of(INT64_MAX), least = ev_rat_of(-INT64_MAX);
  if (ev_rat_compare(value, most) > 0 || ev_rat_compare(value, least) < 0) return;
  ev_quantity_write(&written, value);
  if (written.at[0] != '~')
    check(ev_quantity_parse(ev_buf_view(&written), &again) && ev_rat_compare(value, again) == 0);
  ev_buf_free(&written);
}

static void check_text(ev_str text) {
  spelling s;
  ev_rat value;
  bool is_quantity = ev_quantity_parse(text, &value);
  if (!read_spelling(text, &s)) return;
  harness_sound++;
  check(is_quantity);
  check_value(&s, value);
  check_spelling(value);
}

/* ---- what is reckoned */

static void check_result(bool fits, ev_rat got, const fraction *want) {
  if (!fits) {
    if (big_is_zero(&want->num)) abort();
    big divisor = common(want->num, want->den);
    check(!quotient_fits(&want->num, &divisor, want->negative) ||
          !quotient_fits(&want->den, &divisor, false));
    return;
  }
  fraction is = fraction_of(got);
  big a = big_multiply(&is.num, &want->den), b = big_multiply(&want->num, &is.den);
  check(got.den > 0 && big_compare(&a, &b) == 0);
  check(got.num == 0 || is.negative == want->negative);
}

static void check_arithmetic(ev_rat a, ev_rat b) {
  fraction x = fraction_of(a), y = fraction_of(b), minus = y, over = inverse(&y);
  minus.negative = !y.negative;
  ev_rat got = {0, 1};
  fraction want = plus(&x, &y);
  check_result(ev_rat_add(a, b, &got), got, &want);
  want = plus(&x, &minus);
  check_result(ev_rat_sub(a, b, &got), got, &want);
  int order = big_is_zero(&want.num) ? 0 : want.negative ? -1 : 1;
  check(ev_rat_compare(a, b) == order);
  want = times(&x, &y);
  check_result(ev_rat_mul(a, b, &got), got, &want);
  want = times(&x, &over);
  bool divided = ev_rat_div(a, b, &got);
  if (b.num == 0)
    check(!divided);
  else
    check_result(divided, got, &want);
}

static ev_int take_int(const uint8_t *data) {
  ev_uint n = 0;
  for (size_t i = 0; i < 16; i++) n = n << 8 | data[i];
  return (ev_int)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ev_rat a, b;
  if (size > 200) return 0;
  check_text((ev_str){(const char *)data, size});
  if (size != 64) return 0;
  if (!ev_rat_make(take_int(data), take_int(data + 16), &a)) return 0;
  if (!ev_rat_make(take_int(data + 32), take_int(data + 48), &b)) return 0;
  check_arithmetic(a, b);
  harness_sound++;
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
  return mutate_quantity(data, size, most, seed);
}

#include "num.h"

/* ---- magnitudes */

static ev_uint magnitude(ev_int n) { return n < 0 ? (ev_uint)0 - (ev_uint)n : (ev_uint)n; }

static uint64_t gcd_64(uint64_t a, uint64_t b) {
  while (b) {
    uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static ev_uint gcd(ev_uint a, ev_uint b) {
  while (b > UINT64_MAX || (b && a > UINT64_MAX)) {
    ev_uint rest = a % b;
    a = b;
    b = rest;
  }
  return b ? gcd_64((uint64_t)a, (uint64_t)b) : a;
}

/* ---- 256 bits, for what lies between exact operands and an exact result */

typedef struct ev_wide {
  ev_uint high, low;
} ev_wide;

static ev_wide multiply_wide(ev_uint a, ev_uint b) {
  const ev_uint mask = UINT64_MAX;
  ev_uint a0 = a & mask, a1 = a >> 64, b0 = b & mask, b1 = b >> 64;
  ev_uint low = a0 * b0, cross1 = a1 * b0, cross2 = a0 * b1, high = a1 * b1;
  ev_uint middle = (low >> 64) + (cross1 & mask) + (cross2 & mask);
  return (ev_wide){high + (cross1 >> 64) + (cross2 >> 64) + (middle >> 64), (middle << 64) | (low & mask)};
}

static bool is_less_wide(ev_wide a, ev_wide b) {
  return a.high < b.high || (a.high == b.high && a.low < b.low);
}

static ev_wide add_wide(ev_wide a, ev_wide b) {
  ev_uint low = a.low + b.low;
  return (ev_wide){a.high + b.high + (low < a.low), low};
}

static ev_wide subtract_wide(ev_wide a, ev_wide b) {
  return (ev_wide){a.high - b.high - (a.low < b.low), a.low - b.low};
}

/* By 1..2^127, one bit at a time: this is off the beaten track. The quotient comes in where n goes out. */
static ev_wide divide_wide(ev_wide n, ev_uint by, ev_uint *rest) {
  ev_uint left = 0;
  for (int bit = 0; bit < 256; bit++) {
    left = left << 1 | n.high >> 127;
    bool one = left >= by;
    if (one) left -= by;
    n = (ev_wide){n.high << 1 | n.low >> 127, n.low << 1 | one};
  }
  *rest = left;
  return n;
}

/* ---- rationals */

/* A rational from its sign and magnitudes in lowest terms, where they fit. */
static bool assemble(bool negative, ev_uint num, ev_uint den, ev_rat *out) {
  const ev_uint most = (ev_uint)EV_INT_MAX;
  if (den > most || num > most + negative) return false;
  *out = (ev_rat){(ev_int)(negative ? 0 - num : num), (ev_int)den};
  return true;
}

bool ev_rat_make(ev_int num, ev_int den, ev_rat *out) {
  if (den == 0) return false;
  ev_uint n = magnitude(num), d = magnitude(den), common = gcd(n, d);
  return assemble((num < 0) != (den < 0), n / common, d / common, out);
}

/* In lowest terms two that are equal have the same denominator; an infinity, as 1/0 or -1/0, is beyond all by
 * its cross product. */
int ev_rat_compare(ev_rat a, ev_rat b) {
  if (a.den == b.den) return (a.num > b.num) - (a.num < b.num);
  bool negative = a.num < 0;
  if (negative != (b.num < 0)) return negative ? -1 : 1;
  bool smaller = is_less_wide(multiply_wide(magnitude(a.num), (ev_uint)b.den),
                              multiply_wide(magnitude(b.num), (ev_uint)a.den));
  return smaller == negative ? 1 : -1;
}

typedef struct ev_signed_wide {
  ev_wide size;
  bool negative;
} ev_signed_wide;

static ev_signed_wide sum_wide(ev_signed_wide a, ev_signed_wide b) {
  if (a.negative == b.negative) return (ev_signed_wide){add_wide(a.size, b.size), a.negative};
  if (is_less_wide(a.size, b.size)) return (ev_signed_wide){subtract_wide(b.size, a.size), b.negative};
  return (ev_signed_wide){subtract_wide(a.size, b.size), a.negative};
}

/* Knuth, The Art of Computer Programming 2, 4.5.1: with d the common divisor of the denominators, the sum of
 * the numerators can share no more than a divisor of d with the common denominator. */
static bool add_wide_rats(ev_rat a, ev_rat b, bool minus, ev_rat *out) {
  ev_uint d = gcd((ev_uint)a.den, (ev_uint)b.den), rest;
  ev_signed_wide left = {multiply_wide(magnitude(a.num), (ev_uint)b.den / d), a.num < 0};
  ev_signed_wide right = {multiply_wide(magnitude(b.num), (ev_uint)a.den / d), (b.num < 0) != minus};
  ev_signed_wide sum = sum_wide(left, right);
  (void)divide_wide(sum.size, d, &rest);
  ev_uint common = gcd(rest, d), den;
  ev_wide num = divide_wide(sum.size, common, &rest);
  if (num.high || __builtin_mul_overflow((ev_uint)a.den / d, (ev_uint)b.den / common, &den)) return false;
  return assemble(sum.negative, num.low, den, out);
}

static bool add_narrow_rats(ev_rat a, ev_rat b, bool minus, ev_rat *out) {
  ev_int left, right, den, num;
  if (__builtin_mul_overflow(a.num, b.den, &left)) return false;
  if (__builtin_mul_overflow(b.num, a.den, &right)) return false;
  if (__builtin_mul_overflow(a.den, b.den, &den)) return false;
  if (minus ? __builtin_sub_overflow(left, right, &num) : __builtin_add_overflow(left, right, &num))
    return false;
  return ev_rat_make(num, den, out);
}

/* An infinity is 1/0 or -1/0, of which the same arithmetic holds, but for two of them. */
static bool add_rats(ev_rat a, ev_rat b, bool minus, ev_rat *out) {
  if (a.den || b.den) return add_narrow_rats(a, b, minus, out) || add_wide_rats(a, b, minus, out);
  if ((a.num == b.num) == minus) return false;
  *out = a;
  return true;
}

bool ev_rat_add(ev_rat a, ev_rat b, ev_rat *out) { return add_rats(a, b, false, out); }

bool ev_rat_sub(ev_rat a, ev_rat b, ev_rat *out) { return add_rats(a, b, true, out); }

bool ev_rat_neg(ev_rat a, ev_rat *out) {
  if (a.num == EV_INT_MIN) return false;
  *out = (ev_rat){-a.num, a.den};
  return true;
}

typedef struct ev_fraction {
  ev_uint num, den; /* in lowest terms */
} ev_fraction;

static ev_fraction size_of(ev_rat r) { return (ev_fraction){magnitude(r.num), (ev_uint)r.den}; }

/* Cancels crosswise before it multiplies, so that what overflows does not fit in lowest terms either. Not of
 * zero and an infinity. */
static bool multiply(bool negative, ev_fraction a, ev_fraction b, ev_rat *out) {
  ev_uint left = gcd(a.num, b.den), right = gcd(b.num, a.den), num, den;
  if (__builtin_mul_overflow(a.num / left, b.num / right, &num)) return false;
  if (__builtin_mul_overflow(a.den / right, b.den / left, &den)) return false;
  return assemble(negative, num, den, out);
}

static bool opposite(ev_rat a, ev_rat b) { return (a.num < 0) != (b.num < 0); }

bool ev_rat_mul(ev_rat a, ev_rat b, ev_rat *out) {
  if ((a.num == 0 && b.den == 0) || (a.den == 0 && b.num == 0)) return false;
  return multiply(opposite(a, b), size_of(a), size_of(b), out);
}

bool ev_rat_div(ev_rat a, ev_rat b, ev_rat *out) {
  if (b.num == 0 || (a.den == 0 && b.den == 0)) return false;
  return multiply(opposite(a, b), size_of(a), (ev_fraction){(ev_uint)b.den, magnitude(b.num)}, out);
}

/* ---- text to integers */

#define NO_DIGIT 99

/* Of letters behind f too, which are digits of no base here. */
static int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char lower = (char)(c | 0x20);
  return lower >= 'a' ? lower - 'a' + 10 : NO_DIGIT;
}

/* Digits of a base, at least one, nothing else. Goes towards the sign's side, so that EV_INT_MIN is reached.
 */
static ev_number_status parse_digits(ev_str digits, int base, bool negative, ev_int *out) {
  if (digits.size == 0) return EV_NUMBER_MALFORMED;
  ev_int value = 0;
  bool overflow = false;
  for (size_t i = 0; i < digits.size; i++) {
    int digit = digit_value(digits.at[i]);
    if (digit >= base) return EV_NUMBER_MALFORMED;
    overflow = overflow || __builtin_mul_overflow(value, (ev_int)base, &value) ||
               (negative ? __builtin_sub_overflow(value, (ev_int)digit, &value)
                         : __builtin_add_overflow(value, (ev_int)digit, &value));
  }
  if (overflow) return negative ? EV_NUMBER_TOO_SMALL : EV_NUMBER_TOO_LARGE;
  *out = value;
  return EV_NUMBER_OK;
}

static ev_str without_minus(ev_str text, bool *negative) {
  *negative = text.size && text.at[0] == '-';
  return *negative ? ev_str_slice(text, 1, text.size) : text;
}

ev_number_status ev_int_parse_decimal(ev_str text, ev_int *out) {
  bool negative;
  ev_str digits = without_minus(text, &negative);
  return parse_digits(digits, 10, negative, out);
}

ev_number_status ev_int_parse_c(ev_str text, ev_int *out) {
  bool negative;
  ev_str digits = without_minus(text, &negative);
  bool leading_zero = digits.size > 1 && digits.at[0] == '0';
  if (leading_zero && (digits.at[1] == 'x' || digits.at[1] == 'X'))
    return parse_digits(ev_str_slice(digits, 2, digits.size), 16, negative, out);
  return parse_digits(digits, leading_zero ? 8 : 10, negative, out);
}

/* ---- text to quantities, as ParseQuantity in apimachinery's pkg/api/resource reads it */

#define NANOS 1000000000u /* in one */

typedef struct ev_spelling {
  const char *digits; /* the number without its sign: digits, perhaps a point, digits */
  size_t whole;       /* digits before the point */
  size_t count;       /* digits in all */
} ev_spelling;

static size_t count_digits(ev_str text, size_t at) {
  size_t start = at;
  while (at < text.size && text.at[at] >= '0' && text.at[at] <= '9') at++;
  return at - start;
}

/* Reads a number, perhaps of no digits at all, and moves *at behind it. */
static ev_spelling scan_number(ev_str text, size_t *at) {
  ev_spelling s = {.digits = text.at + *at, .whole = count_digits(text, *at)};
  *at += s.whole;
  s.count = s.whole;
  if (*at < text.size && text.at[*at] == '.') {
    size_t fraction = count_digits(text, *at + 1);
    *at += 1 + fraction;
    s.count += fraction;
  }
  return s;
}

static unsigned digit_at(const ev_spelling *s, size_t i) {
  return (unsigned)(s->digits[i < s->whole ? i : i + 1] - '0');
}

typedef struct ev_scale {
  int32_t tens; /* exponent of ten */
  int32_t twos; /* exponent of two; one of them is 0 */
} ev_scale;

/* Of a suffix that is not empty. As Go's ParseInt of 64 bits, and like there cut to 32 bits without a word.
 */
static bool exponent_suffix(ev_str suffix, ev_scale *scale) {
  if (suffix.at[0] != 'e' && suffix.at[0] != 'E') return false;
  ev_str text = ev_str_slice(suffix, 1, suffix.size);
  if (ev_str_starts(text, EV_STR("+-"))) return false;
  if (ev_str_starts(text, EV_STR("+"))) text = ev_str_slice(text, 1, text.size);
  ev_int value = 0;
  if (ev_int_parse_decimal(text, &value) != EV_NUMBER_OK || value > INT64_MAX || value < INT64_MIN)
    return false;
  *scale = (ev_scale){(int32_t)(uint32_t)(uint64_t)value, 0};
  return true;
}

static bool parse_suffix(ev_str suffix, ev_scale *scale) {
  static const struct {
    char text[3];
    ev_scale scale;
  } suffixes[] = {{"", {0, 0}},    {"n", {-9, 0}},  {"u", {-6, 0}},  {"m", {-3, 0}},
                  {"k", {3, 0}},   {"M", {6, 0}},   {"G", {9, 0}},   {"T", {12, 0}},
                  {"P", {15, 0}},  {"E", {18, 0}},  {"Ki", {0, 10}}, {"Mi", {0, 20}},
                  {"Gi", {0, 30}}, {"Ti", {0, 40}}, {"Pi", {0, 50}}, {"Ei", {0, 60}}};
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
    if (ev_str_is(suffix, suffixes[i].text)) {
      *scale = suffixes[i].scale;
      return true;
    }
  return exponent_suffix(suffix, scale);
}

/* The digits before the point, once that has moved by `scale`; false where they overflow. */
static bool whole_part(const ev_spelling *s, ev_scale scale, ev_uint *out) {
  int64_t end = (int64_t)s->whole + scale.tens;
  ev_uint value = 0;
  for (int64_t i = 0; i < end; i++) {
    bool given = (uint64_t)i < s->count;
    if (!given && value == 0) break;
    if (__builtin_mul_overflow(value, (ev_uint)10, &value)) return false;
    if (__builtin_add_overflow(value, (ev_uint)(given ? digit_at(s, (size_t)i) : 0), &value)) return false;
  }
  return !__builtin_mul_overflow(value, (ev_uint)1 << scale.twos, out);
}

/* The digits behind the point times 2^twos, in nanos, rounded up. Goes from the last digit to the first:
 * cutting at each division changes no later digit, and what is cut is remembered. */
static ev_uint fraction_in_nanos(const ev_spelling *s, ev_scale scale) {
  int64_t point = (int64_t)s->whole + scale.tens;
  const ev_uint unit = (ev_uint)NANOS << scale.twos;
  ev_uint value = 0;
  bool cut = false;
  for (int64_t i = (int64_t)s->count - 1; i >= point && (i >= 0 || value); i--) {
    if (i >= 0) value += digit_at(s, (size_t)i) * unit;
    cut = cut || value % 10 != 0;
    value /= 10;
  }
  return value + cut;
}

static ev_rat quantity_of(bool negative, ev_uint whole, ev_uint nanos) {
  ev_uint common = gcd(nanos, NANOS), den = NANOS / common, num;
  ev_rat value;
  if (!__builtin_mul_overflow(whole, den, &num) && !__builtin_add_overflow(num, nanos / common, &num) &&
      assemble(negative, num, den, &value))
    return value;
  return negative ? EV_MINUS_INFINITY : EV_INFINITY;
}

static ev_rat scale_quantity(bool negative, const ev_spelling *s, ev_scale scale) {
  const ev_uint cap = INT64_MAX;
  ev_uint whole = 0, nanos = fraction_in_nanos(s, scale);
  bool fits = whole_part(s, scale, &whole) && !__builtin_add_overflow(whole, nanos / NANOS, &whole);
  nanos %= NANOS;
  if (scale.twos && (!fits || whole >= cap)) return quantity_of(negative, cap, 0);
  if (!fits) return negative ? EV_MINUS_INFINITY : EV_INFINITY;
  return quantity_of(negative, whole, nanos);
}

/* Without any digit ParseQuantity reads zero on its fast path and nothing on its slow one. */
static bool zero_without_digits(ev_scale scale) { return scale.tens >= -9 && scale.twos <= 40; }

bool ev_quantity_parse(ev_str text, ev_rat *out) {
  if (text.size == 0) return false;
  bool negative = text.at[0] == '-';
  size_t at = negative || text.at[0] == '+';
  ev_spelling number = scan_number(text, &at);
  ev_scale scale;
  if (!parse_suffix(ev_str_slice(text, at, text.size), &scale)) return false;
  if (number.count == 0 && !zero_without_digits(scale)) return false;
  *out = scale_quantity(negative, &number, scale);
  return true;
}

/* ---- numbers to text */

static void write_magnitude(ev_buf *buf, ev_uint n) {
  char digits[40];
  size_t at = sizeof digits;
  do digits[--at] = (char)('0' + (int)(n % 10));
  while (n /= 10);
  ev_buf_add(buf, digits + at, sizeof digits - at);
}

void ev_int_write(ev_buf *buf, ev_int n) {
  if (n < 0) ev_buf_char(buf, '-');
  write_magnitude(buf, magnitude(n));
}

static const char *const binary_suffixes[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
#define LARGEST_SUFFIX 6u

static void write_whole(ev_buf *buf, ev_int n) {
  unsigned power = 0;
  for (; n != 0 && n % 1024 == 0 && power < LARGEST_SUFFIX; power++) n /= 1024;
  ev_int_write(buf, n);
  ev_buf_text(buf, binary_suffixes[power]);
}

static bool write_small(ev_buf *buf, ev_rat r) {
  static const struct {
    ev_int unit;
    char suffix;
  } units[] = {{1000, 'm'}, {1000000, 'u'}, {1000000000, 'n'}};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    ev_int value;
    if (units[i].unit % r.den != 0) continue;
    if (__builtin_mul_overflow(r.num, units[i].unit / r.den, &value)) return false;
    ev_int_write(buf, value);
    ev_buf_char(buf, units[i].suffix);
    return true;
  }
  return false;
}

/* |r| / 1024^power in thousandths, half rounded up. With |r| = q + rest/den and 2000 (q + rest/den) = n + f,
 * n whole and 0 <= f < 1, the answer is floor((n + unit) / (2 unit)): f can't reach the next whole number. */
static ev_uint thousandths(ev_rat r, unsigned power) {
  ev_uint size = magnitude(r.num), den = (ev_uint)r.den, unit = (ev_uint)1 << 10 * power, unused;
  ev_uint q = size / den;
  ev_uint below = divide_wide(multiply_wide(size % den, 2000), den, &unused).low;
  return q / unit * 1000 + (q % unit * 2000 + below + unit) / (2 * unit);
}

/* Is |r| so many thousandths of 1024^power? */
static bool is_exactly(ev_rat r, ev_uint about, unsigned power) {
  ev_rat told, size = {(ev_int)magnitude(r.num), r.den};
  ev_int unit = (ev_int)1 << 10 * power;
  return ev_rat_make((ev_int)about, 1000, &told) && ev_rat_mul(told, ev_rat_of(unit), &told) &&
         ev_rat_compare(told, size) == 0;
}

/* False, and nothing is written, where only what is exact is wanted and this is not. */
static bool write_decimal(ev_buf *buf, ev_rat r, bool only_exact) {
  unsigned power = 0;
  ev_uint whole = magnitude(r.num) / (ev_uint)r.den;
  while (power < LARGEST_SUFFIX && whole >> 10 * (power + 1)) power++;
  ev_uint about = thousandths(r, power);
  if (about == 1024000 && power < LARGEST_SUFFIX) about = thousandths(r, ++power);
  bool exact = is_exactly(r, about, power);
  if (only_exact && !exact) return false;
  if (!exact) ev_buf_char(buf, '~');
  if (r.num < 0) ev_buf_char(buf, '-');
  write_magnitude(buf, about / 1000);
  unsigned rest = (unsigned)(about % 1000);
  if (rest % 100 == 0 && rest)
    ev_buf_format(buf, ".%u", rest / 100);
  else if (rest % 10 == 0 && rest)
    ev_buf_format(buf, ".%02u", rest / 10);
  else if (rest)
    ev_buf_format(buf, ".%03u", rest);
  ev_buf_text(buf, binary_suffixes[power]);
  return true;
}

/* At least 1Ki: 102.4Mi says more than 107374182400m. */
static bool is_large(ev_rat r) { return magnitude(r.num) / (ev_uint)r.den >= 1024; }

void ev_quantity_write(ev_buf *buf, ev_rat r) {
  if (r.den == 0)
    ev_buf_text(buf, r.num < 0 ? "-infinity" : "infinity");
  else if (r.den == 1)
    write_whole(buf, r.num);
  else if (!(is_large(r) && write_decimal(buf, r, true)) && !write_small(buf, r))
    (void)write_decimal(buf, r, false);
}

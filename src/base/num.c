#include "num.h"

/* ---- 256-bit products, for exact comparison */

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

static int compare_wide(ev_wide a, ev_wide b) {
  if (a.high != b.high) return a.high < b.high ? -1 : 1;
  return (a.low > b.low) - (a.low < b.low);
}

static ev_uint magnitude(ev_int n) { return n < 0 ? (ev_uint)0 - (ev_uint)n : (ev_uint)n; }

static int sign(ev_int n) { return (n > 0) - (n < 0); }

static ev_uint gcd(ev_uint a, ev_uint b) {
  while (b) {
    ev_uint rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* ---- rationals */

bool ev_rat_make(ev_int num, ev_int den, ev_rat *out) {
  if (den == 0 || num == EV_INT_MIN || den == EV_INT_MIN) return false;
  if (den < 0) {
    num = -num;
    den = -den;
  }
  ev_int common = (ev_int)gcd(magnitude(num), (ev_uint)den);
  *out = (ev_rat){num / common, den / common};
  return true;
}

int ev_rat_compare(ev_rat a, ev_rat b) {
  if (a.den == 0 || b.den == 0) {
    int left = a.den == 0 ? sign(a.num) : 0, right = b.den == 0 ? sign(b.num) : 0;
    return (left > right) - (left < right);
  }
  if (a.den == b.den) return (a.num > b.num) - (a.num < b.num);
  int left = sign(a.num), right = sign(b.num);
  if (left != right) return left < right ? -1 : 1;
  int order = compare_wide(multiply_wide(magnitude(a.num), (ev_uint)b.den),
                           multiply_wide(magnitude(b.num), (ev_uint)a.den));
  return left < 0 ? -order : order;
}

bool ev_rat_neg(ev_rat a, ev_rat *out) {
  if (a.num == EV_INT_MIN) return false;
  *out = (ev_rat){-a.num, a.den};
  return true;
}

static bool add_finite(ev_rat a, ev_rat b, ev_rat *out) {
  ev_int common = (ev_int)gcd((ev_uint)a.den, (ev_uint)b.den);
  ev_int left, right, den, num;
  if (__builtin_mul_overflow(a.num, b.den / common, &left)) return false;
  if (__builtin_mul_overflow(b.num, a.den / common, &right)) return false;
  if (__builtin_mul_overflow(a.den, b.den / common, &den)) return false;
  if (__builtin_add_overflow(left, right, &num)) return false;
  return ev_rat_make(num, den, out);
}

bool ev_rat_add(ev_rat a, ev_rat b, ev_rat *out) {
  if (a.den && b.den) return add_finite(a, b, out);
  if (!a.den && !b.den && a.num != b.num) return false;
  *out = a.den ? b : a;
  return true;
}

bool ev_rat_sub(ev_rat a, ev_rat b, ev_rat *out) {
  ev_rat minus;
  return ev_rat_neg(b, &minus) && ev_rat_add(a, minus, out);
}

static bool mul_finite(ev_rat a, ev_rat b, ev_rat *out) {
  ev_int left = (ev_int)gcd(magnitude(a.num), (ev_uint)b.den);
  ev_int right = (ev_int)gcd(magnitude(b.num), (ev_uint)a.den);
  if (left < 1) left = 1;
  if (right < 1) right = 1;
  ev_int num, den;
  if (__builtin_mul_overflow(a.num / left, b.num / right, &num)) return false;
  if (__builtin_mul_overflow(a.den / right, b.den / left, &den)) return false;
  return ev_rat_make(num, den, out);
}

bool ev_rat_mul(ev_rat a, ev_rat b, ev_rat *out) {
  if (a.den && b.den) return mul_finite(a, b, out);
  if (a.num == 0 || b.num == 0) return false;
  *out = (ev_rat){sign(a.num) * sign(b.num), 0};
  return true;
}

bool ev_rat_div(ev_rat a, ev_rat b, ev_rat *out) {
  if (b.den == 0) {
    if (a.den == 0) return false;
    *out = ev_rat_of(0);
    return true;
  }
  if (b.num == 0 || b.num == EV_INT_MIN) return false;
  ev_rat inverse = b.num < 0 ? (ev_rat){-b.den, -b.num} : (ev_rat){b.den, b.num};
  return ev_rat_mul(a, inverse, out);
}

/* ---- text to integers */

static int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

/* Digits of a base, at least one, nothing else. Accumulates towards the sign, so that EV_INT_MIN is reached. */
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

static ev_str without_sign(ev_str text, bool *negative) {
  *negative = text.size && text.at[0] == '-';
  return *negative ? ev_str_slice(text, 1, text.size) : text;
}

ev_number_status ev_int_parse_decimal(ev_str text, ev_int *out) {
  bool negative;
  ev_str digits = without_sign(text, &negative);
  return parse_digits(digits, 10, negative, out);
}

ev_number_status ev_int_parse_c(ev_str text, ev_int *out) {
  bool negative;
  ev_str digits = without_sign(text, &negative);
  bool leading_zero = digits.size > 1 && digits.at[0] == '0';
  if (leading_zero && (digits.at[1] == 'x' || digits.at[1] == 'X'))
    return parse_digits(ev_str_slice(digits, 2, digits.size), 16, negative, out);
  return parse_digits(digits, leading_zero ? 8 : 10, negative, out);
}

/* ---- Kubernetes quantities: apimachinery pkg/api/resource/quantity.go, suffix.go */

#define NANO ((ev_int)1000000000)
#define MOST_NANO (((ev_int)INT64_MAX) * NANO)

typedef struct ev_decimal {
  ev_uint digits; /* saturates: then the value is above every cap */
  int exponent;   /* of ten */
  bool saturated;
  bool inexact;   /* digits below what is kept were dropped */
} ev_decimal;

static const ev_uint digits_limit = (ev_uint)1 << 120;

static void add_digit(ev_decimal *d, int digit, bool fraction) {
  if (d->digits >= digits_limit / 10) {
    /* Enough digits are kept to decide the cap and the nano digit: the rest only counts as "more". */
    if (digit) d->inexact = true;
    if (!fraction) d->exponent++;
    return;
  }
  d->digits = d->digits * 10u + (ev_uint)(unsigned)digit;
  if (fraction) d->exponent--;
}

static bool scan_number(ev_str text, size_t *at, ev_decimal *out) {
  bool any = false, fraction = false;
  for (; *at < text.size; (*at)++) {
    char c = text.at[*at];
    if (c == '.' && !fraction) {
      fraction = true;
    } else if (c >= '0' && c <= '9') {
      any = true;
      add_digit(out, c - '0', fraction);
    } else {
      break;
    }
  }
  return any;
}

typedef struct ev_scale {
  int exponent; /* of ten */
  int shift;    /* of two */
} ev_scale;

static bool exponent_suffix(ev_str suffix, ev_scale *scale) {
  ev_str text = ev_str_slice(suffix, 1, suffix.size);
  bool plus = text.size && text.at[0] == '+';
  ev_int value = 0;
  ev_number_status status = ev_int_parse_decimal(plus ? ev_str_slice(text, 1, text.size) : text, &value);
  if (status == EV_NUMBER_MALFORMED || (plus && text.size > 1 && text.at[1] == '-')) return false;
  /* Beyond what a 32-bit exponent holds apimachinery finds no quantity. */
  if (status != EV_NUMBER_OK || value > INT32_MAX || value < INT32_MIN) return false;
  *scale = (ev_scale){(int)value, 0};
  return true;
}

static bool find_suffix(ev_str suffix, ev_scale *scale) {
  static const struct {
    const char *text;
    ev_scale scale;
  } suffixes[] = {{"", {0, 0}},   {"n", {-9, 0}},  {"u", {-6, 0}},  {"m", {-3, 0}},  {"k", {3, 0}},
                  {"M", {6, 0}},  {"G", {9, 0}},   {"T", {12, 0}},  {"P", {15, 0}},  {"E", {18, 0}},
                  {"Ki", {0, 10}}, {"Mi", {0, 20}}, {"Gi", {0, 30}}, {"Ti", {0, 40}}, {"Pi", {0, 50}}, {"Ei", {0, 60}}};
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
    if (ev_str_is(suffix, suffixes[i].text)) {
      *scale = suffixes[i].scale;
      return true;
    }
  return (suffix.at[0] == 'e' || suffix.at[0] == 'E') && exponent_suffix(suffix, scale);
}

/* digits * 10^exponent * 2^shift in nanos, rounded up, at most the cap. */
static ev_int to_nanos(ev_decimal d, ev_scale scale) {
  ev_uint value = d.digits;
  int64_t exponent = (int64_t)d.exponent + scale.exponent + 9;
  bool more = d.inexact;
  if (value == 0) return more ? 1 : 0;
  /* A power of two is taken first where it fits, so that nothing is lost before the division. */
  int shift = scale.shift;
  for (; shift > 0 && value < (ev_uint)1 << 126; shift--) value <<= 1;
  for (; exponent < 0 && value; exponent++) {
    more = more || value % 10 != 0;
    value /= 10;
    for (; shift > 0 && value < (ev_uint)1 << 126; shift--) value <<= 1;
  }
  for (; exponent > 0; exponent--) {
    if (value > (ev_uint)MOST_NANO) return MOST_NANO;
    value *= 10;
  }
  if (shift > 0 || value >= (ev_uint)MOST_NANO) return MOST_NANO;
  return (ev_int)value + (more ? 1 : 0);
}

bool ev_quantity_parse(ev_str text, ev_rat *out) {
  size_t at = 0;
  bool negative = false;
  if (text.size && (text.at[0] == '+' || text.at[0] == '-')) negative = text.at[at++] == '-';
  ev_decimal number = {0};
  ev_scale scale;
  if (!scan_number(text, &at, &number)) return false;
  if (!find_suffix(ev_str_slice(text, at, text.size), &scale)) return false;
  ev_int nanos = to_nanos(number, scale);
  return ev_rat_make(negative ? -nanos : nanos, NANO, out);
}

/* ---- numbers to text */

void ev_int_write(ev_buf *buf, ev_int n) {
  char digits[48];
  size_t count = 0;
  ev_uint rest = magnitude(n);
  do {
    digits[sizeof digits - ++count] = (char)('0' + (int)(rest % 10));
    rest /= 10;
  } while (rest);
  if (n < 0) digits[sizeof digits - ++count] = '-';
  ev_buf_add(buf, digits + sizeof digits - count, count);
}

static const char *const binary_suffixes[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

static void write_whole(ev_buf *buf, ev_int n) {
  int power = 0;
  for (; n != 0 && n % 1024 == 0 && power < 6; power++) n /= 1024;
  ev_int_write(buf, n);
  ev_buf_text(buf, binary_suffixes[power]);
}

static bool write_small(ev_buf *buf, ev_rat r) {
  static const struct {
    ev_int unit;
    const char *suffix;
  } units[] = {{1000, "m"}, {1000000, "u"}, {1000000000, "n"}};
  for (size_t i = 0; i < 3; i++)
    if (units[i].unit % r.den == 0) {
      ev_int value;
      if (__builtin_mul_overflow(r.num, units[i].unit / r.den, &value)) return false;
      ev_int_write(buf, value);
      ev_buf_text(buf, units[i].suffix);
      return true;
    }
  return false;
}

/* Half up to three digits behind the point, in the largest binary unit below the value. */
static void write_about(ev_buf *buf, ev_rat r) {
  ev_int unit = 1;
  int power = 0;
  for (; power < 6 && ev_rat_compare((ev_rat){(ev_int)magnitude(r.num), r.den}, ev_rat_of(unit * 1024)) >= 0; power++)
    unit *= 1024;
  ev_rat scaled;
  ev_int thousandths = r.num / r.den;
  if (ev_rat_mul(r, (ev_rat){1000, 1}, &scaled) && ev_rat_div(scaled, ev_rat_of(unit), &scaled) &&
      ev_rat_add(scaled, (ev_rat){1, 2}, &scaled)) {
    thousandths = scaled.num / scaled.den - (scaled.num < 0 && scaled.num % scaled.den != 0);
  } else {
    thousandths = thousandths > EV_INT_MAX / 1000 ? EV_INT_MAX : thousandths / unit * 1000;
  }
  ev_buf_char(buf, '~');
  if (thousandths < 0) ev_buf_char(buf, '-');
  ev_uint absolute = magnitude(thousandths);
  ev_int_write(buf, (ev_int)(absolute / 1000));
  unsigned rest = (unsigned)(absolute % 1000);
  if (rest) {
    char digits[4] = {(char)('0' + rest / 100), (char)('0' + rest / 10 % 10), (char)('0' + rest % 10), 0};
    for (int i = 2; i >= 0 && digits[i] == '0'; i--) digits[i] = 0;
    ev_buf_char(buf, '.');
    ev_buf_text(buf, digits);
  }
  ev_buf_text(buf, binary_suffixes[power]);
}

void ev_quantity_write(ev_buf *buf, ev_rat r) {
  if (r.den == 0)
    ev_buf_text(buf, r.num < 0 ? "-infinity" : "infinity");
  else if (r.den == 1)
    write_whole(buf, r.num);
  else if (!write_small(buf, r))
    write_about(buf, r);
}

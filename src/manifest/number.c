#include "number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_DIGITS   800 /* more cannot change a double: the longest exact decimal has 767 */
#define MOST_EXPONENT 100000

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

#define NO_DIGIT 99

/* Of letters behind f too, which are digits of no base here. */
static int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  char lower = (char)(c | 0x20);
  return lower >= 'a' ? lower - 'a' + 10 : NO_DIGIT;
}

/* ---- integers: strconv.ParseInt and ParseUint with base 0, underscores removed first */

typedef struct reader {
  ev_str text;
  size_t at;
} reader;

static void skip_underscores(reader *r) {
  while (r->at < r->text.size && r->text.at[r->at] == '_') r->at++;
}

static char peek(reader *r) {
  skip_underscores(r);
  return r->at < r->text.size ? r->text.at[r->at] : '\0';
}

static bool at_end(reader *r) {
  skip_underscores(r);
  return r->at >= r->text.size;
}

static bool take(reader *r, char c) {
  if (at_end(r) || peek(r) != c) return false;
  r->at++;
  return true;
}

static int take_base(reader *r) {
  if (peek(r) != '0') return 10;
  reader ahead = {r->text, r->at + 1};
  if (at_end(&ahead)) return 10;
  char letter = (char)(peek(&ahead) | 0x20);
  int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  r->at = base ? ahead.at + 1 : ahead.at;
  return base ? base : 8;
}

typedef enum { DIGITS_OK, DIGITS_BAD, DIGITS_RANGE } digits_result;

static digits_result take_digits(reader *r, int base, uint64_t *out) {
  uint64_t value = 0;
  bool over = false;
  if (at_end(r)) return DIGITS_BAD;
  while (!at_end(r)) {
    int digit = digit_value(r->text.at[r->at++]);
    if (digit >= base) return DIGITS_BAD;
    over |= __builtin_mul_overflow(value, (uint64_t)base, &value);
    over |= __builtin_add_overflow(value, (uint64_t)digit, &value);
  }
  *out = value;
  return over ? DIGITS_RANGE : DIGITS_OK;
}

static bool read_integer(ev_str text, ev_number *out) {
  reader r = {text, 0};
  bool minus = take(&r, '-');
  bool plus = !minus && take(&r, '+');
  int base = take_base(&r);
  uint64_t value;
  if (take_digits(&r, base, &value) != DIGITS_OK) return false;
  if (minus && value > (uint64_t)INT64_MAX + 1) return false;
  bool large = !minus && value > INT64_MAX;
  if (large && plus) return false; /* ParseUint takes no sign */
  out->kind = large ? EV_NUMBER_UINT64 : EV_NUMBER_INT64;
  out->integer = minus ? -(ev_int)value : (ev_int)value;
  return true;
}

/* `0b-101`: v2 cuts the prefix off and hands the rest, sign and all, to ParseInt. */
static bool read_signed_binary(ev_str text, ev_number *out) {
  reader r = {text, 0};
  if (!take(&r, '0') || !take(&r, 'b')) return false;
  bool minus = take(&r, '-');
  if (!minus && !take(&r, '+')) return false;
  uint64_t value = 0;
  if (take_digits(&r, 2, &value) != DIGITS_OK || value > (uint64_t)INT64_MAX + minus) return false;
  *out = (ev_number){.kind = EV_NUMBER_INT64, .integer = minus ? -(ev_int)value : (ev_int)value};
  return true;
}

/* ---- floats */

typedef struct decimal {
  char digits[MOST_DIGITS + 2]; /* without leading zeros; a last 1 stands for what was cut off */
  size_t count;
  int exponent; /* value = 0.digits * 10^exponent */
  bool minus;
} decimal;

static void add_digit(decimal *d, char c) {
  if (d->count == 0 && c == '0') return;
  if (d->count < MOST_DIGITS)
    d->digits[d->count++] = c;
  else if (c != '0' && d->count == MOST_DIGITS)
    d->digits[d->count++] = '1';
}

static bool take_mantissa(reader *r, decimal *d) {
  bool point = false, any = false;
  int whole = 0;
  for (; !at_end(r); r->at++) {
    char c = r->text.at[r->at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c)) break;
    any = true;
    bool leading_zero = d->count == 0 && c == '0';
    if (!point && !leading_zero && whole < MOST_EXPONENT) whole++;
    if (point && leading_zero && whole > -MOST_EXPONENT) whole--;
    add_digit(d, c);
  }
  d->exponent = whole;
  return any;
}

static bool take_exponent(reader *r, decimal *d) {
  if (at_end(r)) return true;
  if (!take(r, 'e') && !take(r, 'E')) return false;
  bool minus = take(r, '-');
  if (!minus) (void)take(r, '+');
  int exponent = 0;
  if (at_end(r)) return false;
  for (; !at_end(r); r->at++) {
    if (!is_digit(r->text.at[r->at])) return false;
    if (exponent < MOST_EXPONENT) exponent = exponent * 10 + (r->text.at[r->at] - '0');
  }
  d->exponent += minus ? -exponent : exponent;
  return true;
}

/* Correctly rounded, whatever the locale. */
static double digits_to_double(const char *digits, size_t count, int exponent, bool minus) {
  char text[MOST_DIGITS + 32];
  (void)snprintf(text, sizeof text, "%s.%.*se%d", minus ? "-" : "", (int)count, digits, exponent);
  locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (!c_locale) return HUGE_VAL;
  double value = strtod_l(text, NULL, c_locale);
  freelocale(c_locale);
  return value;
}

static bool read_real(ev_str text, ev_number *out) {
  reader r = {text, 0};
  decimal d;
  d.count = 0;
  d.minus = take(&r, '-');
  if (!d.minus) (void)take(&r, '+');
  if (!take_mantissa(&r, &d) || !take_exponent(&r, &d)) return false;
  double value = d.minus ? -0.0 : 0.0;
  if (d.count) value = digits_to_double(d.digits, d.count, d.exponent, d.minus);
  if (!isfinite(value)) return false;
  *out = (ev_number){.kind = EV_NUMBER_REAL, .real = value};
  return true;
}

/* strconv's underscoreOK: between digits only. It matters where v2 does not remove them, that is in a
 * number that starts with a point. */
static bool underscores_are_between_digits(ev_str text) {
  for (size_t i = 1; i < text.size; i++) {
    if (text.at[i] != '_') continue;
    bool before = is_digit(text.at[i - 1]);
    bool after = i + 1 < text.size && is_digit(text.at[i + 1]);
    if (!before || !after) return false;
  }
  return true;
}

static bool read_short_decimal(ev_str text, ev_number *out) {
  if (text.size == 0 || text.size > 18 || (text.at[0] == '0' && text.size > 1)) return false;
  int64_t value = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (!is_digit(text.at[i])) return false;
    value = value * 10 + (text.at[i] - '0');
  }
  *out = (ev_number){.kind = EV_NUMBER_INT64, .integer = value};
  return true;
}

ev_number ev_number_read(ev_str text) {
  ev_number number = {EV_NUMBER_NONE, 0, 0};
  if (read_short_decimal(text, &number)) return number;
  if (ev_str_starts(text, EV_STR("."))) {
    if (underscores_are_between_digits(text)) (void)read_real(text, &number);
    return number;
  }
  if (read_integer(text, &number)) return number;
  if (read_real(text, &number)) return number;
  (void)read_signed_binary(text, &number);
  return number;
}

/* ---- writing */

typedef struct shortest {
  char digits[20];
  int count;
  int point; /* value = 0.digits * 10^point */
  bool minus;
} shortest;

/* Splits "-d.ddde-XX" as printf writes it in any locale. */
static void split_printed(const char *text, shortest *out) {
  out->count = 0;
  for (; *text != 'e'; text++)
    if (is_digit(*text)) out->digits[out->count++] = *text;
  out->point = atoi(text + 1) + 1;
}

static bool reads_back(const shortest *s, double value, bool single) {
  double back = digits_to_double(s->digits, (size_t)s->count, s->point, s->minus);
  return single ? (float)back == (float)value : back == value;
}

/* The fewest digits that read back as the same double (or float). */
static shortest shorten(double value, bool single) {
  shortest s = {.minus = signbit(value) != 0};
  if (value == 0) {
    s.digits[0] = '0';
    s.count = s.point = 1;
    return s;
  }
  int most = single ? 8 : 16;
  for (int precision = 0; precision <= most; precision++) {
    char text[40];
    (void)snprintf(text, sizeof text, "%.*e", precision, fabs(value));
    split_printed(text, &s);
    if (reads_back(&s, value, single)) break;
  }
  return s;
}

static size_t write_plain(const shortest *s, char *out) {
  size_t n = 0;
  if (s->minus) out[n++] = '-';
  if (s->point <= 0) {
    out[n++] = '0';
    out[n++] = '.';
    for (int i = s->point; i < 0; i++) out[n++] = '0';
  }
  for (int i = 0; i < s->count; i++) {
    if (i == s->point && i > 0) out[n++] = '.';
    out[n++] = s->digits[i];
  }
  for (int i = s->count; i < s->point; i++) out[n++] = '0';
  return n;
}

static size_t write_scientific(const shortest *s, bool two_digits, char *out) {
  size_t n = 0;
  if (s->minus) out[n++] = '-';
  out[n++] = s->digits[0];
  if (s->count > 1) out[n++] = '.';
  for (int i = 1; i < s->count; i++) out[n++] = s->digits[i];
  int exponent = s->point - 1;
  int width = two_digits ? 2 : 1;
  n += (size_t)snprintf(out + n, 8, "e%c%0*d", exponent < 0 ? '-' : '+', width, abs(exponent));
  return n;
}

static size_t write_integer(ev_int value, char *out) {
  if (value < 0) return (size_t)snprintf(out, EV_NUMBER_TEXT, "%lld", (long long)value);
  return (size_t)snprintf(out, EV_NUMBER_TEXT, "%llu", (unsigned long long)value);
}

size_t ev_number_json(const ev_number *number, char out[EV_NUMBER_TEXT]) {
  if (number->kind != EV_NUMBER_REAL) return write_integer(number->integer, out);
  double size = fabs(number->real);
  shortest s = shorten(number->real, false);
  if (size != 0 && (size < 1e-6 || size >= 1e21)) return write_scientific(&s, false, out);
  return write_plain(&s, out);
}

static size_t copy_text(const char *text, char *out) {
  memcpy(out, text, strlen(text));
  return strlen(text);
}

size_t ev_number_key(const ev_number *number, char out[EV_NUMBER_TEXT]) {
  if (number->kind != EV_NUMBER_REAL) return write_integer(number->integer, out);
  float narrow = (float)number->real;
  if (isinf(narrow)) return copy_text(narrow < 0 ? "-.inf" : ".inf", out);
  shortest s = shorten((double)narrow, true);
  int exponent = s.point - 1;
  bool scientific = exponent < -4 || exponent >= 6;
  return scientific ? write_scientific(&s, true, out) : write_plain(&s, out);
}

bool ev_number_integer(const ev_number *number, ev_int *out) {
  *out = number->integer;
  if (number->kind != EV_NUMBER_REAL) return number->kind != EV_NUMBER_NONE;
  if (!(fabs(number->real) < 1.9e19) || number->real != floor(number->real)) return false;
  shortest s = shorten(number->real, false);
  ev_int value = 0;
  for (int i = 0; i < s.point; i++) value = value * 10 + (i < s.count ? s.digits[i] - '0' : 0);
  if (s.minus) value = -value;
  *out = value;
  return value >= INT64_MIN && value <= (ev_int)UINT64_MAX;
}

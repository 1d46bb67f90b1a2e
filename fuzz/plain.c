#include "plain.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#define LONGEST 400u

static bool is_word(ev_str text, const char *const *words) {
  for (; *words; words++)
    if (ev_str_is(text, *words)) return true;
  return false;
}

static const char *skip_digits(const char *p) {
  while (isdigit((unsigned char)*p)) p++;
  return p;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool looks_decimal(const char *p) {
  p += *p == '+' || *p == '-';
  const char *whole = skip_digits(p), *end = whole;
  if (*whole == '.') end = skip_digits(whole + 1);
  if (whole == p && end < whole + 2) return false;
  if (*end == 'e' || *end == 'E') {
    const char *digits = end + 1 + (end[1] == '+' || end[1] == '-');
    end = skip_digits(digits);
    if (end == digits) return false;
  }
  return *end == '\0';
}

static bool is_decimal(const char *text) { return looks_decimal(text) && isfinite(strtod(text, NULL)); }

static int base_of(const char *prefix) {
  if (prefix[0] != '0') return 0;
  switch (prefix[1]) {
  case 'x':
  case 'X': return 16;
  case 'o':
  case 'O': return 8;
  case 'b':
  case 'B': return 2;
  default: return 0;
  }
}

/* Go's ParseInt and ParseUint, of digits behind a prefix. */
static bool fits(const char *digits, int base, char sign) {
  char *end;
  if (!isxdigit((unsigned char)digits[0])) return false;
  __extension__ unsigned __int128 value = 0, most = sign ? (UINT64_MAX >> 1) + (sign == '-') : UINT64_MAX;
  for (const char *p = digits; *p; p++) {
    char one[2] = {*p, '\0'};
    value = value * (unsigned)base + (unsigned)strtoul(one, &end, base);
    if (*end || value > most) return false;
  }
  return true;
}

static bool is_based(const char *text) {
  char sign = *text == '+' || *text == '-' ? *text : '\0';
  const char *prefix = text + (sign != '\0');
  int base = base_of(prefix);
  if (!base) return false;
  char inner = prefix[2]; /* `0b-1`: the sign may stand there, too */
  if (!sign && base == 2 && prefix[1] == 'b' && (inner == '+' || inner == '-'))
    return fits(prefix + 3, 2, inner);
  return fits(prefix + 2, base, sign);
}

/* Behind a leading point Go looks at underscores, which go-yaml drops elsewhere: they part digits. */
static bool parts_digits(ev_str text, size_t at) {
  return at + 1 < text.size && isdigit((unsigned char)text.at[at - 1]) &&
         isdigit((unsigned char)text.at[at + 1]);
}

static bool is_number(ev_str text) {
  char kept[LONGEST + 1];
  size_t size = 0;
  bool point = text.at[0] == '.';
  if (!isdigit((unsigned char)text.at[0]) && !memchr("+-.", text.at[0], 3)) return false;
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] == '\0' || (text.at[i] == '_' && point && !parts_digits(text, i))) return false;
    if (text.at[i] != '_') kept[size++] = text.at[i];
  }
  kept[size] = '\0';
  return is_decimal(kept) || is_based(kept);
}

plain_kind plain_kind_of(ev_str text) {
  static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
  static const char *const bools[] = {"y",    "Y",    "yes",  "Yes",   "YES",   "on",    "On", "ON",
                                      "true", "True", "TRUE", "n",     "N",     "no",    "No", "NO",
                                      "off",  "Off",  "OFF",  "false", "False", "FALSE", NULL};
  static const char *const others[] = {".inf",  ".Inf",  ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
                                       "-.Inf", "-.INF", ".nan", ".NaN",  ".NAN",  NULL};
  if (is_word(text, nulls)) return PLAIN_NULL;
  if (is_word(text, bools)) return PLAIN_BOOL;
  if (text.size > LONGEST || is_word(text, others)) return PLAIN_UNKNOWN;
  return is_number(text) ? PLAIN_NUMBER : PLAIN_TEXT;
}

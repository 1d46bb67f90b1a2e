#include "naive.h"

size_t naive_code_point(const char *s, const char *end, uint32_t *out) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (s == end) return 0;
  uint8_t lead = (uint8_t)*s;
  size_t length = lead < 0x80             ? 1
                  : (lead & 0xe0) == 0xc0 ? 2
                  : (lead & 0xf0) == 0xe0 ? 3
                  : (lead & 0xf8) == 0xf0 ? 4
                                          : 0;
  if (length == 0 || (size_t)(end - s) < length) return 0;
  uint32_t c = length == 1 ? lead : lead & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; i++) {
    if (((uint8_t)s[i] & 0xc0) != 0x80) return 0;
    c = c << 6 | ((uint8_t)s[i] & 0x3f);
  }
  if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return 0;
  *out = c;
  return length;
}

static uint32_t glob_character(const char **p, const char *end) {
  uint32_t c = 0;
  if (**p == '\\') ++*p;
  *p += naive_code_point(*p, end, &c);
  return c;
}

/* Moves *p from behind `[` to behind `]`. */
static bool in_class(const char **p, const char *end, uint32_t c) {
  bool negated = **p == '!', found = false, first = true;
  if (negated) ++*p;
  for (; first || **p != ']'; first = false) {
    uint32_t low = glob_character(p, end), high = low;
    if (**p == '-' && (*p)[1] != ']') {
      ++*p;
      high = glob_character(p, end);
    }
    found = found || (low <= c && c <= high);
  }
  ++*p;
  return found != negated;
}

static bool naive(const char *p, const char *p_end, const char *s, const char *s_end) {
  if (p == p_end) return s == s_end;
  if (*p == '*') {
    for (; s <= s_end; s++)
      if (naive(p + 1, p_end, s, s_end)) return true;
    return false;
  }
  uint32_t c = 0;
  size_t length = naive_code_point(s, s_end, &c);
  if (length == 0) return false;
  bool matches = true;
  if (*p == '?') {
    p++;
  } else if (*p == '[') {
    p++;
    matches = in_class(&p, p_end, c);
  } else {
    matches = glob_character(&p, p_end) == c;
  }
  return matches && naive(p, p_end, s + length, s_end);
}

bool naive_match(ev_str glob, ev_str name) {
  return naive(glob.at, glob.at + glob.size, name.at, name.at + name.size);
}

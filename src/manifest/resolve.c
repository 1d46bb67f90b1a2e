#include "resolve.h"

typedef struct word {
  char text[6];
  ev_go_type type;
  bool truth;
} word;

/* resolve.go's resolveMap, where each stands as `yes`, `Yes` and `YES`; `<<` is no value. */
static const word words[] = {
    {"y", EV_GO_BOOL, true},    {"yes", EV_GO_BOOL, true},    {"true", EV_GO_BOOL, true},
    {"on", EV_GO_BOOL, true},   {"n", EV_GO_BOOL, false},     {"no", EV_GO_BOOL, false},
    {"off", EV_GO_BOOL, false}, {"false", EV_GO_BOOL, false}, {"null", EV_GO_NULL, false},
    {"~", EV_GO_NULL, false},
};

#define LONGEST_WORD 5u

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/* The word in small letters, if it is written in one of the three ways. */
static bool lower_word(ev_str text, char out[LONGEST_WORD + 1]) {
  unsigned capitals = 0;
  if (text.size > LONGEST_WORD) return false;
  memset(out, 0, LONGEST_WORD + 1);
  for (size_t i = 0; i < text.size; i++) {
    capitals += is_upper(text.at[i]);
    out[i] = is_upper(text.at[i]) ? (char)(text.at[i] + 32) : text.at[i];
  }
  return capitals == 0 || capitals == text.size || (capitals == 1 && is_upper(text.at[0]));
}

static const word *find_word(ev_str text) {
  char lower[LONGEST_WORD + 1];
  if (!lower_word(text, lower)) return NULL;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (memcmp(lower, words[i].text, sizeof lower) == 0) return &words[i];
  return NULL;
}

/* .inf with or without a sign, and .nan, each in three spellings. */
static bool is_not_finite(ev_str text) {
  static const char *const spellings[] = {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"};
  bool sign = text.size == 5 && (text.at[0] == '+' || text.at[0] == '-');
  if (sign) text = ev_str_slice(text, 1, 5);
  if (text.size != 4) return false;
  for (size_t i = 0; i < (sign ? 3u : 6u); i++)
    if (memcmp(text.at, spellings[i], 4) == 0) return true;
  return false;
}

static bool may_be_word(char c) {
  switch (c) {
  case 'y':
  case 'Y':
  case 'n':
  case 'N':
  case 't':
  case 'T':
  case 'f':
  case 'F':
  case 'o':
  case 'O':
  case '~': return true;
  default: return false;
  }
}

static bool may_be_number(char c) { return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'; }

static ev_resolved resolve_number(ev_str text) {
  ev_resolved out = {.type = EV_GO_STRING, .number = ev_number_read(text)};
  if (out.number.kind != EV_NUMBER_NONE) out.type = EV_GO_NUMBER;
  if (is_not_finite(text)) out.type = EV_GO_NOT_FINITE;
  return out;
}

ev_resolved ev_resolve_plain(ev_str text) {
  if (text.size == 0) return (ev_resolved){.type = EV_GO_NULL};
  if (may_be_number(text.at[0])) return resolve_number(text);
  const word *found = may_be_word(text.at[0]) ? find_word(text) : NULL;
  if (found) return (ev_resolved){.type = found->type, .truth = found->truth};
  return (ev_resolved){.type = EV_GO_STRING};
}

ev_node_kind ev_resolved_kind(const ev_resolved *resolved) {
  ev_int unused;
  switch (resolved->type) {
  case EV_GO_NULL: return EV_NODE_NULL;
  case EV_GO_BOOL: return EV_NODE_BOOL;
  case EV_GO_NUMBER: return ev_number_integer(&resolved->number, &unused) ? EV_NODE_INT : EV_NODE_FLOAT;
  case EV_GO_NOT_FINITE: return EV_NODE_FLOAT;
  case EV_GO_STRING: break;
  }
  return EV_NODE_STRING;
}

/* ---- tags */

typedef struct tag_name {
  const char *suffix;
  const char *shorthand;
  ev_tag tag;
} tag_name;

static const tag_name tag_names[] = {
    {"str", "!!str", EV_TAG_STR},          {"bool", "!!bool", EV_TAG_BOOL},
    {"int", "!!int", EV_TAG_INT},          {"float", "!!float", EV_TAG_FLOAT},
    {"null", "!!null", EV_TAG_NULL},       {"timestamp", "!!timestamp", EV_TAG_TIMESTAMP},
    {"binary", "!!binary", EV_TAG_BINARY}, {"merge", "!!merge", EV_TAG_MERGE},
    {"map", "!!map", EV_TAG_COLLECTION},   {"seq", "!!seq", EV_TAG_COLLECTION},
};

ev_tag ev_tag_of(const char *tag) {
  static const char prefix[] = "tag:yaml.org,2002:";
  if (!tag) return EV_TAG_NONE;
  if (strncmp(tag, prefix, sizeof prefix - 1) != 0) return EV_TAG_LOCAL;
  for (size_t i = 0; i < sizeof tag_names / sizeof *tag_names; i++)
    if (strcmp(tag + sizeof prefix - 1, tag_names[i].suffix) == 0) return tag_names[i].tag;
  return EV_TAG_LOCAL;
}

const char *ev_tag_name(ev_tag tag) {
  for (size_t i = 0; i < sizeof tag_names / sizeof *tag_names; i++)
    if (tag_names[i].tag == tag) return tag_names[i].shorthand;
  return "!";
}

/* ---- timestamps: strings all the same, but `!!timestamp` demands one */

static bool take_number(ev_str s, size_t *at, size_t least, size_t most, unsigned *out) {
  size_t start = *at;
  *out = 0;
  while (*at < s.size && *at - start < most && s.at[*at] >= '0' && s.at[*at] <= '9')
    *out = *out * 10 + (unsigned)(s.at[(*at)++] - '0');
  return *at - start >= least;
}

static bool take_char(ev_str s, size_t *at, const char *set) {
  if (*at >= s.size || s.at[*at] == '\0' || !strchr(set, s.at[*at])) return false;
  (*at)++;
  return true;
}

static bool take_date(ev_str s, size_t *at) {
  static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  unsigned year, month, day;
  if (!take_number(s, at, 4, 4, &year) || !take_char(s, at, "-")) return false;
  if (!take_number(s, at, 1, 2, &month) || !take_char(s, at, "-")) return false;
  if (!take_number(s, at, 1, 2, &day) || month < 1 || month > 12 || day < 1) return false;
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= (unsigned)days[month - 1] + (month == 2 && leap);
}

static bool take_clock(ev_str s, size_t *at) {
  unsigned hour, minute, second, fraction;
  if (!take_number(s, at, 1, 2, &hour) || !take_char(s, at, ":")) return false;
  if (!take_number(s, at, 1, 2, &minute) || !take_char(s, at, ":")) return false;
  if (!take_number(s, at, 1, 2, &second)) return false;
  if (take_char(s, at, ".,") && !take_number(s, at, 1, SIZE_MAX, &fraction)) return false;
  return hour < 24 && minute < 60 && second < 60;
}

static bool take_zone(ev_str s, size_t *at) {
  unsigned hour, minute;
  if (take_char(s, at, "Z")) return true;
  if (!take_char(s, at, "+-") || !take_number(s, at, 2, 2, &hour)) return false;
  return take_char(s, at, ":") && take_number(s, at, 2, 2, &minute) && hour <= 24 && minute < 60;
}

static bool is_timestamp(ev_str s) {
  size_t at = 0;
  if (!take_date(s, &at)) return false;
  if (at == s.size) return true;
  if (take_char(s, &at, "Tt")) return take_clock(s, &at) && take_zone(s, &at) && at == s.size;
  if (!take_char(s, &at, " ")) return false;
  while (take_char(s, &at, " ")) {
  }
  return take_clock(s, &at) && at == s.size;
}

static bool fits_tag(ev_tag tag, const ev_resolved *r) {
  bool integer = r->type == EV_GO_NUMBER && r->number.kind != EV_NUMBER_REAL;
  bool real = r->type == EV_GO_NUMBER && r->number.kind == EV_NUMBER_REAL;
  switch (tag) {
  case EV_TAG_BOOL: return r->type == EV_GO_BOOL;
  case EV_TAG_NULL: return r->type == EV_GO_NULL;
  case EV_TAG_INT: return integer;
  case EV_TAG_FLOAT:
    return real || r->type == EV_GO_NOT_FINITE || (integer && r->number.kind == EV_NUMBER_INT64);
  default: return false;
  }
}

bool ev_resolve_tagged(ev_tag tag, ev_str text, ev_resolved *out) {
  *out = (ev_resolved){.type = EV_GO_STRING};
  if (tag == EV_TAG_TIMESTAMP) return is_timestamp(text);
  if (tag != EV_TAG_BOOL && tag != EV_TAG_NULL && tag != EV_TAG_INT && tag != EV_TAG_FLOAT) return true;
  *out = ev_resolve_plain(text);
  if (!fits_tag(tag, out)) return false;
  if (tag == EV_TAG_FLOAT && out->number.kind == EV_NUMBER_INT64)
    out->number = (ev_number){.kind = EV_NUMBER_REAL, .real = (double)out->number.integer};
  return true;
}

/* ---- !!binary */

static int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Decodes into `out`, which has room for 3/4 of the text; SIZE_MAX when malformed. */
static size_t decode_base64(ev_str text, char *out) {
  uint32_t group = 0;
  unsigned have = 0, padding = 0;
  size_t size = 0;
  for (size_t i = 0; i < text.size; i++) {
    char c = text.at[i];
    if (c == '\n' || c == '\r') continue;
    int value = c == '=' ? 0 : sextet(c);
    if (value < 0 || (padding && c != '=') || (c == '=' && have < 2)) return SIZE_MAX;
    padding += c == '=';
    group = group << 6 | (uint32_t)value;
    if (++have < 4) continue;
    if (padding > 2 ||
        (i + 1 < text.size && padding && ev_str_trim(ev_str_slice(text, i + 1, text.size), "\r\n").size))
      return SIZE_MAX;
    for (unsigned k = 0; k < 3 - padding; k++) out[size++] = (char)(group >> (16 - 8 * k));
    group = have = 0;
  }
  return have ? SIZE_MAX : size;
}

/* As encoding/json: each malformed byte becomes U+FFFD. */
static ev_str replace_malformed(ev_arena *arena, ev_str s) {
  if (ev_utf8_invalid_at(s) == SIZE_MAX) return s;
  char *out = ev_arena_array(arena, s.size, 3);
  size_t size = 0;
  if (!out) return (ev_str){NULL, 0};
  for (size_t i = 0; i < s.size;) size += ev_utf8_encode(ev_utf8_next(s, &i), out + size);
  return (ev_str){out, size};
}

bool ev_binary_decode(ev_arena *arena, ev_str text, ev_str *out) {
  char *bytes = ev_arena_alloc(arena, text.size / 4 * 3 + 4);
  if (!bytes) return false;
  size_t size = decode_base64(text, bytes);
  if (size == SIZE_MAX) return false;
  *out = replace_malformed(arena, (ev_str){bytes, size});
  return out->at != NULL;
}

#include "json_string.h"

#include "template.h"
#include "words.h"

static bool malformed(ev_json *j, size_t at, const char *message) {
  return ev_json_fail(j, "json-syntax", at, message);
}

static char peek(const ev_json *j) { return j->at < j->text.size ? j->text.at[j->at] : '\0'; }

/* ---- escapes */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char lower = (char)(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool take_hex(ev_json *j, uint32_t *out) {
  *out = 0;
  for (int i = 0; i < 4; i++) {
    int digit = j->at < j->text.size ? hex_digit(j->text.at[j->at]) : -1;
    if (digit < 0) return malformed(j, j->at, "expected four hexadecimal digits after `\\u`");
    *out = *out << 4 | (uint32_t)digit;
    j->at++;
  }
  return true;
}

/* As Go does, half a surrogate pair becomes U+FFFD. */
static bool take_unicode(ev_json *j, uint32_t *out) {
  if (!take_hex(j, out)) return false;
  bool high = *out >= 0xd800 && *out < 0xdc00;
  if (!high || j->at + 1 >= j->text.size || memcmp(j->text.at + j->at, "\\u", 2) != 0) return true;
  size_t before = j->at;
  uint32_t low;
  j->at += 2;
  if (!take_hex(j, &low)) return false;
  if (low >= 0xdc00 && low < 0xe000)
    *out = 0x10000 + ((*out - 0xd800) << 10) + (low - 0xdc00);
  else
    j->at = before;
  return true;
}

/* The escape behind a backslash, written to `out`; returns its size, 0 when malformed. */
static size_t take_escape(ev_json *j, char *out) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  size_t backslash = j->at++;
  char c = peek(j);
  const char *simple = c ? strchr(from, c) : NULL;
  j->at++;
  if (simple) {
    *out = to[simple - from];
    return 1;
  }
  uint32_t code_point;
  if (c != 'u') {
    (void)malformed(j, backslash, "found an escape that JSON does not know");
    return 0;
  }
  return take_unicode(j, &code_point) ? ev_utf8_encode(code_point, out) : 0;
}

/* ---- where it ends */

/* A string from behind its first quote on. */
typedef struct quoted {
  size_t end; /* where the closing quote is */
  bool escapes, braces;
  bool high; /* some byte of it, or just behind it, is not ASCII */
} quoted;

/* Where a byte stands that decides something: a quote, a backslash, a brace, a control character. */
static size_t find_sign(ev_str text, size_t at, bool *high) {
  for (; at + EV_WORD <= text.size; at += EV_WORD) {
    uint64_t word = ev_word_at(text.at + at);
    uint64_t marks = ev_word_equal(word, '"') | ev_word_equal(word, '\\') | ev_word_equal(word, '{') |
                     ev_word_less(word, 0x20);
    *high = *high || word & EV_WORD_HIGHS;
    if (marks) return at + ev_word_first(marks);
  }
  *high = *high || at < text.size;
  return at;
}

static bool is_well_formed(ev_json *j, size_t from, const quoted *q) {
  size_t bad = q->high ? ev_utf8_invalid_at(ev_str_slice(j->text, from, q->end)) : SIZE_MAX;
  return bad == SIZE_MAX || ev_json_fail(j, "bad-utf8", from + bad, "found bytes that are not UTF-8");
}

static bool find_quote(ev_json *j, size_t from, quoted *q) {
  *q = (quoted){0};
  for (size_t i = from; (i = find_sign(j->text, i, &q->high)) < j->text.size; i++) {
    unsigned char c = (unsigned char)j->text.at[i];
    if (c == '"') {
      q->end = i;
      return is_well_formed(j, from, q);
    }
    if (c < 0x20)
      return malformed(j, i, "found a control character or line break inside a string; escape it");
    q->braces = q->braces || c == '{';
    if (c == '\\') q->escapes = true, i++;
  }
  return malformed(j, j->text.size, "found the end of the text inside a string");
}

/* ---- its text */

static bool unescape(ev_json *j, size_t quote, ev_str *out) {
  char *copy = ev_arena_alloc(j->tree->arena, quote - j->at + 1);
  size_t size = 0;
  if (!copy) return false;
  while (j->at < quote) {
    if (peek(j) != '\\') {
      copy[size++] = j->text.at[j->at++];
      continue;
    }
    size_t made = take_escape(j, copy + size);
    if (!made) return false;
    size += made;
  }
  *out = (ev_str){copy, size};
  return true;
}

bool ev_json_take_string(ev_json *j, ev_node *node) {
  quoted q;
  if (!find_quote(j, j->at + 1, &q)) return false;
  j->at++;
  node->text = ev_str_slice(j->text, j->at, q.end);
  if (q.escapes && !unescape(j, q.end, &node->text)) return false;
  if ((q.escapes || q.braces) && ev_template_in(node->text)) node->flags |= EV_FLAG_TEMPLATE;
  j->at = q.end + 1;
  return true;
}

#include "spelling.h"

typedef bool (*ev_suspect)(ev_str document, size_t at);

/* Whether one of the bytes `mark` is suspect. */
static bool any_suspect(ev_str document, char mark, ev_suspect is_suspect) {
  size_t i = 0;
  const char *found;
  while (i < document.size && (found = memchr(document.at + i, mark, document.size - i)) != NULL) {
    i = (size_t)(found - document.at);
    if (is_suspect(document, i)) return true;
    i++;
  }
  return false;
}

static char byte_at(ev_str s, size_t i) { return i < s.size ? s.at[i] : '\0'; }

static bool is_high(char c) { return (unsigned char)c >= 0x80; }

/* Where a token may start: behind a blank, a line break (some of which are no ASCII), a bracket, a comma, or
 * the colon behind a quoted key. */
static bool starts_token(ev_str s, size_t at) {
  if (at == 0) return true;
  char c = s.at[at - 1];
  return is_high(c) || (c != '\0' && strchr(" \t\r\n[{,:", c) != NULL);
}

/* ---- escapes */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char lower = (char)(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Whether the digits name a byte of words; too few of them name nothing. */
static bool names_word_byte(ev_str s, size_t from, size_t digits) {
  uint32_t value = 0;
  for (size_t i = from; i < from + digits; i++) {
    int digit = hex_digit(byte_at(s, i));
    if (digit < 0) return false;
    value = value << 4 | (uint32_t)digit;
  }
  return value < 0x80 && ev_is_word_byte((char)value);
}

/* The first backslash of a run. In double quotes, pairs of them are backslashes; one that is left escapes
 * what follows. Elsewhere none does, and to suspect it costs no more than time. */
static bool is_escape(ev_str s, size_t at) {
  if (at > 0 && s.at[at - 1] == '\\') return false;
  size_t end = at;
  while (byte_at(s, end) == '\\') end++;
  if ((end - at) % 2 == 0) return false;
  char c = byte_at(s, end);
  switch (c) {
  case 'x': return names_word_byte(s, end + 1, 2);
  case 'u': return names_word_byte(s, end + 1, 4);
  case 'U': return names_word_byte(s, end + 1, 8);
  case '/': return true;
  default: break;
  }
  bool ends_line = c == '\n' || c == '\r' || is_high(c);
  return ends_line && end - at == 1 && at > 0 && ev_is_word_byte(s.at[at - 1]);
}

/* ---- tags, anchors, keys */

/* `!!binary` decodes its text, `!<...>` may spell any tag; other tags change no word. */
static bool is_tag(ev_str s, size_t at) { return byte_at(s, at + 1) == '!' || byte_at(s, at + 1) == '<'; }

static bool is_anchor(ev_str s, size_t at) {
  char next = byte_at(s, at + 1);
  return starts_token(s, at) && (ev_is_alnum(next) || next == '_' || next == '-');
}

/* `? key`, whose colon stands on another line. Between brackets the blank may be left out; `[?(@.a)]` of
 * JSONPath is no word. */
static bool is_apart(ev_str s, size_t at) {
  char next = byte_at(s, at + 1);
  if (!starts_token(s, at) || next == '(' || next == '@') return false;
  while (at > 0 && (s.at[at - 1] == ' ' || s.at[at - 1] == '\t')) at--;
  char before = at > 0 ? s.at[at - 1] : '\n';
  return is_high(before) || strchr("\r\n-?:[{,", before) != NULL;
}

bool ev_spelling_is_plain(ev_str document) {
  return !any_suspect(document, '!', is_tag) && !any_suspect(document, '&', is_anchor) &&
         !any_suspect(document, '?', is_apart) && !any_suspect(document, '\\', is_escape);
}

#include "outline.h"

#include "limit.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* A CR alone is a line break for YAML, but not for kubectl, which cuts documents at LF only. */
static bool has_lone_return(ev_str text) {
  size_t i = 0;
  const char *found;
  while (i < text.size && (found = memchr(text.at + i, '\r', text.size - i)) != NULL) {
    i = (size_t)(found - text.at) + 1;
    if (i >= text.size || text.at[i] != '\n') return true;
  }
  return false;
}

static bool has_line_with(ev_str text, char first) {
  size_t i = 0;
  const char *found;
  while (i < text.size && (found = memchr(text.at + i, first, text.size - i)) != NULL) {
    i = (size_t)(found - text.at) + 1;
    if (i == 1 || text.at[i - 2] == '\n') return true;
  }
  return false;
}

/* Whether some line may end the document: one of `...`, or of a directive. */
static bool may_end_early(const ev_chunk *chunk) {
  if (has_line_with(chunk->text, '%')) return true;
  return chunk->dots && (has_line_with(chunk->text, '.') || has_lone_return(chunk->text));
}

static size_t line_end(ev_str text, size_t from) {
  const char *newline = memchr(text.at + from, '\n', text.size - from);
  return newline ? (size_t)(newline - text.at) : text.size;
}

static size_t skip_blanks(ev_str text, size_t at) {
  while (at < text.size && is_blank(text.at[at])) at++;
  return at;
}

/* The first line that is neither empty nor a comment. */
static size_t first_content(ev_str text) {
  size_t line = 0;
  while (line < text.size) {
    size_t at = skip_blanks(text, line);
    bool empty = at < text.size && (text.at[at] == '\n' || text.at[at] == '\r' || text.at[at] == '#');
    if (!empty) return line;
    line = line_end(text, at) + 1;
  }
  return text.size;
}

static bool ends_token(ev_str text, size_t at) {
  return at >= text.size || is_blank(text.at[at]) || text.at[at] == '\n' || text.at[at] == '\r';
}

static bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '/';
}

#define LONGEST_KEY 128u /* libyaml takes 1024 characters */

/* `- - `, as nobody writes but to see how many of them there may be. */
static bool opens_another(ev_str text, size_t at) {
  at = skip_blanks(text, at);
  return at < text.size && text.at[at] == '-' && ends_token(text, at + 1);
}

/* A block collection that starts in the first column ends where the document does: nothing stands further
 * left, and another token in that column is an error. */
static bool starts_block(ev_str text, size_t at) {
  if (at >= text.size) return false;
  if (text.at[at] == '-') return ends_token(text, at + 1) && !opens_another(text, at + 1);
  size_t end = at;
  while (end < text.size && end - at < LONGEST_KEY && is_key_char(text.at[end])) end++;
  return end > at && end < text.size && text.at[end] == ':' && ends_token(text, end + 1);
}

static bool has_fit_size(ev_str text) {
  return text.size >= EV_LEAST_RULED_OUT && text.size <= EV_MOST_RULED_OUT;
}

/* More levels than are read cannot be indented in so few bytes: a key each, and a column more. */
#define SHALLOW (EV_MAX_BLOCK_DEPTH * EV_MAX_BLOCK_DEPTH / 2)

/* Nobody indents so far who does not want to see what happens. */
static bool may_be_too_deep(ev_str text) {
  static const char blanks[] = "                                                                "
                               "                                                                ";
  return text.size > SHALLOW && ev_str_find(text, EV_STR(blanks)) != SIZE_MAX;
}

bool ev_outline_is_block(const ev_chunk *chunk) {
  if (!has_fit_size(chunk->text) || chunk->malformed || chunk->exotic || chunk->braces) return false;
  return starts_block(chunk->text, first_content(chunk->text)) && !may_end_early(chunk) &&
         !may_be_too_deep(chunk->text);
}

/* ---- JSON */

#define MOST_LEVELS 64u

typedef struct skipper {
  ev_str text;
  size_t at;
  uint64_t maps; /* a bit a level, the innermost lowest: is it a mapping */
  unsigned depth;
} skipper;

static char peek(const skipper *s) { return s->at < s->text.size ? s->text.at[s->at] : '\0'; }

static void skip_space(skipper *s) {
  while (peek(s) == ' ' || peek(s) == '\n' || peek(s) == '\t' || peek(s) == '\r') s->at++;
}

static bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool skip_escape(skipper *s) {
  char c = peek(s);
  s->at++;
  if (c != 'u') return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
  for (int i = 0; i < 4; i++, s->at++)
    if (!is_hex(peek(s))) return false;
  return true;
}

static bool skip_string(skipper *s) {
  size_t start = s->at++;
  unsigned char seen = 0;
  while (s->at < s->text.size) {
    unsigned char c = (unsigned char)s->text.at[s->at++];
    seen |= c;
    if (c == '"')
      return !(seen & 0x80) || ev_utf8_invalid_at(ev_str_slice(s->text, start, s->at)) == SIZE_MAX;
    if (c < 0x20 || (c == '\\' && !skip_escape(s))) return false;
  }
  return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool skip_digits(skipper *s) {
  size_t start = s->at;
  while (is_digit(peek(s))) s->at++;
  return s->at > start;
}

static bool skip_number(skipper *s) {
  s->at += peek(s) == '-';
  if (peek(s) == '0')
    s->at++;
  else if (!skip_digits(s))
    return false;
  if (peek(s) == '.') {
    s->at++;
    if (!skip_digits(s)) return false;
  }
  if (peek(s) != 'e' && peek(s) != 'E') return true;
  s->at++;
  s->at += peek(s) == '+' || peek(s) == '-';
  return skip_digits(s);
}

static bool skip_word(skipper *s, ev_str word) {
  if (!ev_str_starts(ev_str_slice(s->text, s->at, s->text.size), word)) return false;
  s->at += word.size;
  return true;
}

static bool skip_leaf(skipper *s) {
  char c = peek(s);
  if (c == '"') return skip_string(s);
  if (c == '-' || is_digit(c)) return skip_number(s);
  return skip_word(s, EV_STR("true")) || skip_word(s, EV_STR("false")) || skip_word(s, EV_STR("null"));
}

static bool in_map(const skipper *s) { return s->maps & 1; }

static bool open_level(skipper *s) {
  if (s->depth == MOST_LEVELS) return false;
  s->maps = s->maps << 1 | (peek(s) == '{');
  s->depth++;
  s->at++;
  skip_space(s);
  return true;
}

/* At a bracket that closes the innermost level. */
static bool at_end(const skipper *s) { return peek(s) == (in_map(s) ? '}' : ']'); }

static void close_levels(skipper *s) {
  while (s->depth > 0 && at_end(s)) {
    s->maps >>= 1;
    s->depth--;
    s->at++;
    skip_space(s);
  }
}

static bool skip_key(skipper *s) {
  if (peek(s) != '"' || !skip_string(s)) return false;
  skip_space(s);
  if (peek(s) != ':') return false;
  s->at++;
  skip_space(s);
  return true;
}

/* One element, key included, or the start of one; what closes or separates elements behind it. */
static bool skip_element(skipper *s) {
  if (in_map(s) && !skip_key(s)) return false;
  if (peek(s) == '{' || peek(s) == '[') {
    if (!open_level(s)) return false;
    if (!at_end(s)) return true;
  } else if (!skip_leaf(s)) {
    return false;
  }
  skip_space(s);
  close_levels(s);
  if (s->depth == 0) return true;
  if (peek(s) != ',') return false;
  s->at++;
  skip_space(s);
  return true;
}

bool ev_outline_is_json(ev_str stream) {
  skipper s = {.text = stream};
  skip_space(&s);
  if (peek(&s) != '{' || !has_fit_size(stream) || !open_level(&s)) return false;
  close_levels(&s);
  while (s.depth > 0)
    if (!skip_element(&s)) return false;
  return s.at == stream.size;
}

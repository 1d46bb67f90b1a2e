#include "survey.h"

/* Vectors of the compiler's own kind: they become whatever the machine has. */
typedef unsigned char lanes __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

#define LANES 16u
#define BLOCK 64u /* bytes looked at together */

typedef struct block {
  lanes high, odd, braces, dashes, dots, newlines;
} block;

static lanes load(const char *at) {
  lanes v;
  memcpy(&v, at, sizeof v);
  return v;
}

static bool any(lanes v) {
  halves h = (halves)v;
  return (h[0] | h[1]) != 0;
}

/* Of lanes that hold at most BLOCK / LANES each, so that eight of them stay below 256. */
static uint32_t sum(lanes v) {
  const uint64_t ones = 0x0101010101010101u;
  halves h = (halves)v;
  return (uint32_t)((h[0] * ones) >> 56) + (uint32_t)((h[1] * ones) >> 56);
}

/* Reads one byte more than the block has. `odd` are control characters, but for LF: nearly never there. */
static block look(const char *at) {
  block b = {0};
  for (const char *end = at + BLOCK; at < end; at += LANES) {
    lanes here = load(at), next = load(at + 1);
    lanes newline = (lanes)(here == '\n');
    b.high |= here;
    b.odd |= (lanes)(here < ' ') ^ newline;
    b.odd |= (lanes)(here == 0x7f);
    b.braces |= (lanes)(here == '{') & (lanes)(next == '{');
    b.dashes |= newline & (lanes)(next == '-');
    b.dots |= newline & (lanes)(next == '.');
    b.newlines -= newline;
  }
  b.high &= 0x80 - (lanes){0};
  return b;
}

static char byte_at(ev_str s, size_t i) { return i < s.size ? s.at[i] : '\0'; }

static void look_at_byte(ev_str s, size_t i, ev_survey *out) {
  char c = s.at[i], next = byte_at(s, i + 1);
  out->high |= (unsigned char)c >= 0x80;
  out->returns |= c == '\r';
  out->controls |= c == 0x7f || (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t');
  out->braces |= c == '{' && next == '{';
  out->newlines += c == '\n';
  out->dots |= c == '\n' && next == '.';
}

static bool separator_at(ev_str s, size_t i) {
  return byte_at(s, i) == '-' && byte_at(s, i + 1) == '-' && byte_at(s, i + 2) == '-';
}

/* Byte by byte; true when a separator starts behind the newline at *at. */
static bool look_closely(ev_str s, size_t *at, size_t end, ev_survey *out) {
  for (; *at < end; (*at)++) {
    look_at_byte(s, *at, out);
    if (s.at[*at] == '\n' && separator_at(s, *at + 1)) return true;
  }
  return false;
}

static void add(ev_survey *out, const block *b) {
  out->high |= any(b->high);
  out->braces |= any(b->braces);
  out->dots |= any(b->dots);
  out->newlines += sum(b->newlines);
}

size_t ev_survey_chunk(ev_str source, size_t from, ev_survey *out) {
  size_t at = from;
  if (separator_at(source, at)) return at;
  out->dots = byte_at(source, at) == '.';
  while (source.size - at > BLOCK) {
    block b = look(source.at + at);
    if (any(b.dashes | b.odd)) {
      if (look_closely(source, &at, at + BLOCK, out)) return at + 1;
      continue;
    }
    add(out, &b);
    at += BLOCK;
  }
  return look_closely(source, &at, source.size, out) ? at + 1 : source.size;
}

uint32_t ev_count_lines(ev_str text) {
  uint32_t lines = 0;
  for (size_t i = 0; i < text.size; i++)
    lines += text.at[i] == '\n' || (text.at[i] == '\r' && byte_at(text, i + 1) != '\n');
  return lines;
}

/* Whether `lead`, a rare byte that memchr finds fast, stands in the text with `rest` behind it. */
static bool has_sequence(ev_str text, char lead, const char *rest, size_t size) {
  size_t i = 0;
  const char *found;
  while (i < text.size && (found = memchr(text.at + i, lead, text.size - i)) != NULL) {
    i = (size_t)(found - text.at) + 1;
    if (text.size - i >= size && memcmp(text.at + i, rest, size) == 0) return true;
  }
  return false;
}

bool ev_has_exotic_break(ev_str text) {
  return has_sequence(text, '\xc2', "\x85", 1) || has_sequence(text, '\xe2', "\x80\xa8", 2) ||
         has_sequence(text, '\xe2', "\x80\xa9", 2);
}

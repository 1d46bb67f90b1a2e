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

/* Of all lanes. */
static uint32_t sum(lanes v) {
  const uint64_t low = 0x00ff00ff00ff00ffu, ones = 0x0001000100010001u;
  halves h = (halves)v;
  uint64_t pairs = (h[0] & low) + (h[0] >> 8 & low) + (h[1] & low) + (h[1] >> 8 & low);
  return (uint32_t)((pairs * ones) >> 48);
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

/* So many that a lane of the sum of their newlines stays below 256. */
#define MOST_BLOCKS (255u / (BLOCK / LANES))

/* Goes on block by block, until one has to be looked at closely: then true. */
static bool look_at_blocks(ev_str source, size_t *at, ev_survey *out) {
  block all = {0};
  bool odd = false;
  for (uint32_t i = 0; i < MOST_BLOCKS && source.size - *at > BLOCK; i++) {
    block b = look(source.at + *at);
    odd = any(b.dashes | b.odd);
    if (odd) break;
    all.high |= b.high;
    all.braces |= b.braces;
    all.dots |= b.dots;
    all.newlines += b.newlines;
    *at += BLOCK;
  }
  out->high |= any(all.high & (0x80 - (lanes){0}));
  out->braces |= any(all.braces);
  out->dots |= any(all.dots);
  out->newlines += sum(all.newlines);
  return odd;
}

size_t ev_survey_chunk(ev_str source, size_t from, ev_survey *out) {
  size_t at = from;
  if (separator_at(source, at)) return at;
  out->dots = byte_at(source, at) == '.';
  while (source.size - at > BLOCK)
    if (look_at_blocks(source, &at, out) && look_closely(source, &at, at + BLOCK, out)) return at + 1;
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

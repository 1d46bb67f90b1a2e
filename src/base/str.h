/* String views: pointer and length, borrowed, any bytes, never NUL-terminated unless said so. */
#ifndef EV_STR_H
#define EV_STR_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"

typedef struct ev_str {
  const char *at; /* may be NULL when size is 0 */
  size_t size;    /* bytes */
} ev_str;

#define EV_STR(literal) ((ev_str){(literal), sizeof(literal) - 1})
/* For printf: ("%.*s", EV_STR_ARG(s)); the length is cut at INT_MAX. */
#define EV_STR_ARG(s) ev_str_precision(s), ev_str_bytes(s)

static inline int ev_str_precision(ev_str s) { return s.size > INT_MAX ? INT_MAX : (int)s.size; }
static inline const char *ev_str_bytes(ev_str s) { return s.at ? s.at : ""; }

static inline ev_str ev_str_of(const char *c_string) { return (ev_str){c_string, strlen(c_string)}; }

static inline bool ev_str_equal(ev_str a, ev_str b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}
static inline bool ev_str_is(ev_str a, const char *literal) { return ev_str_equal(a, ev_str_of(literal)); }

/* Order by bytes, unsigned, a prefix first. */
int ev_str_compare(ev_str a, ev_str b);
bool ev_str_starts(ev_str s, ev_str prefix);
bool ev_str_ends(ev_str s, ev_str suffix);
/* Index of the first occurrence of `needle`, or SIZE_MAX. An empty needle is found at 0. */
size_t ev_str_find(ev_str s, ev_str needle);
/* `s` without leading and trailing bytes that stand in `set`. */
ev_str ev_str_trim(ev_str s, const char *set);
static inline ev_str ev_str_slice(ev_str s, size_t from, size_t to) {
  return (ev_str){s.at ? s.at + from : s.at, to - from};
}
/* FNV-1a, 64 bits. Output order never depends on it. */
uint64_t ev_str_hash(ev_str s);
/* ASCII only, as the language's case functions. NULL view (at == NULL) when out of memory. */
ev_str ev_str_lower(ev_arena *arena, ev_str s);
ev_str ev_str_upper(ev_arena *arena, ev_str s);
/* A copy owned by the arena; at == NULL when out of memory. */
ev_str ev_str_copy(ev_arena *arena, ev_str s);

/* UTF-8. */
/* Number of code points; each byte of a malformed sequence counts as one. */
size_t ev_utf8_count(ev_str s);
/* Decodes the code point at s.at[*index], advances *index past it (by one byte if malformed, giving
 * U+FFFD). *index must be < s.size. */
uint32_t ev_utf8_next(ev_str s, size_t *index);
/* Offset of the first malformed byte (overlong, surrogate, above U+10FFFF, truncated), or SIZE_MAX. */
size_t ev_utf8_invalid_at(ev_str s);
/* Writes up to 4 bytes, returns how many. Surrogates and values above U+10FFFF become U+FFFD. */
size_t ev_utf8_encode(uint32_t code_point, char out[4]);

/* A growing byte buffer, on the heap, freed with ev_buf_free. `failed` is sticky (out of memory or past
 * `limit`); a failed buffer keeps what it had and ignores what is added. */
typedef struct ev_buf {
  char *at; /* owned; NULL while empty */
  size_t size;
  size_t capacity;
  size_t limit; /* most bytes; 0 means none */
  bool failed;
  bool no_memory; /* that was why, and not the limit */
  bool borrowed;  /* `at` is the caller's, until it is too small */
} ev_buf;

/* A buffer that starts in a char array, so that what fits there needs no memory. */
#define EV_BUF_IN(array) ((ev_buf){.at = (array), .capacity = sizeof(array), .borrowed = true})

void ev_buf_add(ev_buf *buf, const void *bytes, size_t size);
void ev_buf_str(ev_buf *buf, ev_str s);
void ev_buf_text(ev_buf *buf, const char *c_string);
void ev_buf_char(ev_buf *buf, char c);
/* Room for `count` bytes more, whose contents are not set; false when the buffer failed. */
bool ev_buf_reserve(ev_buf *buf, size_t count);
void ev_buf_fill(ev_buf *buf, char c, size_t count);
void ev_buf_format(ev_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Whether a CI service would obey what starts here, wherever in a line it stands: `##[` or `##vso[`. */
bool ev_str_is_command(ev_str s);

/* Adds `s` with control characters (C0, DEL, C1), bidirectional overrides, line separators and malformed
 * UTF-8 as visible escapes (\n, \x1b, \u202e), so that it can stand in one line of a terminal; and with an
 * escape (\x3a, \x23) at the start of what the log of a CI service would take for a command (`::error`). */
void ev_buf_visible(ev_buf *buf, ev_str s);
/* The same, with blanks behind it up to `width` bytes. */
void ev_buf_column(ev_buf *buf, ev_str s, size_t width);
static inline ev_str ev_buf_view(const ev_buf *buf) { return (ev_str){buf->at, buf->size}; }
/* A copy in the arena; at == NULL when the buffer failed or memory ran out. */
ev_str ev_buf_to_arena(const ev_buf *buf, ev_arena *arena);
void ev_buf_free(ev_buf *buf);

#endif

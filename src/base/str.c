#include "str.h"

#include <stdarg.h>
#include <stdio.h>

int ev_str_compare(ev_str a, ev_str b) {
  size_t common = a.size < b.size ? a.size : b.size;
  int order = common ? memcmp(a.at, b.at, common) : 0;
  if (order) return order;
  return (a.size > b.size) - (a.size < b.size);
}

bool ev_str_starts(ev_str s, ev_str prefix) {
  return s.size >= prefix.size && ev_str_equal((ev_str){s.at, prefix.size}, prefix);
}

bool ev_str_ends(ev_str s, ev_str suffix) {
  return s.size >= suffix.size && ev_str_equal(ev_str_slice(s, s.size - suffix.size, s.size), suffix);
}

size_t ev_str_find(ev_str s, ev_str needle) {
  if (needle.size == 0) return 0;
  if (needle.size > s.size) return SIZE_MAX;
  const char *found = memmem(s.at, s.size, needle.at, needle.size);
  return found ? (size_t)(found - s.at) : SIZE_MAX;
}

static bool one_of(char c, const char *set) { return c != '\0' && strchr(set, c); }

ev_str ev_str_trim(ev_str s, const char *set) {
  while (s.size && one_of(s.at[0], set)) s = ev_str_slice(s, 1, s.size);
  while (s.size && one_of(s.at[s.size - 1], set)) s.size--;
  return s;
}

uint64_t ev_str_hash(ev_str s) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (size_t i = 0; i < s.size; i++) hash = (hash ^ (unsigned char)s.at[i]) * 0x100000001b3u;
  return hash;
}

static ev_str map_bytes(ev_arena *arena, ev_str s, char from, char to, char delta) {
  char *copy = ev_arena_copy(arena, s.at, s.size);
  if (!copy) return (ev_str){NULL, 0};
  for (size_t i = 0; i < s.size; i++)
    if (copy[i] >= from && copy[i] <= to) copy[i] = (char)(copy[i] + delta);
  return (ev_str){copy, s.size};
}

ev_str ev_str_lower(ev_arena *arena, ev_str s) { return map_bytes(arena, s, 'A', 'Z', 'a' - 'A'); }
ev_str ev_str_upper(ev_arena *arena, ev_str s) { return map_bytes(arena, s, 'a', 'z', 'A' - 'a'); }

ev_str ev_str_copy(ev_arena *arena, ev_str s) {
  char *copy = ev_arena_copy(arena, s.at, s.size);
  return (ev_str){copy, copy ? s.size : 0};
}

/* Length of the well-formed sequence at s.at[i], by the table of Unicode 15, section 3.9 (D92); 0 if
 * malformed. */
static size_t sequence_length(ev_str s, size_t i) {
  unsigned char lead = (unsigned char)s.at[i];
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (s.size - i < length) return 0;
  unsigned char second = (unsigned char)s.at[i + 1];
  unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (size_t k = 2; k < length; k++)
    if (((unsigned char)s.at[i + k] & 0xc0) != 0x80) return 0;
  return length;
}

uint32_t ev_utf8_next(ev_str s, size_t *index) {
  size_t i = *index;
  size_t length = sequence_length(s, i);
  if (length == 0) {
    *index = i + 1;
    return 0xfffd;
  }
  *index = i + length;
  unsigned char lead = (unsigned char)s.at[i];
  if (length == 1) return lead;
  uint32_t code_point = lead & (0x7fu >> length);
  for (size_t k = 1; k < length; k++) code_point = code_point << 6 | ((unsigned char)s.at[i + k] & 0x3f);
  return code_point;
}

size_t ev_utf8_count(ev_str s) {
  size_t count = 0;
  for (size_t i = 0; i < s.size; count++) {
    if ((unsigned char)s.at[i] < 0x80)
      i++;
    else
      (void)ev_utf8_next(s, &i);
  }
  return count;
}

size_t ev_utf8_invalid_at(ev_str s) {
  for (size_t i = 0; i < s.size;) {
    size_t length = sequence_length(s, i);
    if (length == 0) return i;
    i += length;
  }
  return SIZE_MAX;
}

size_t ev_utf8_encode(uint32_t c, char out[4]) {
  if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = 0xfffd;
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t k = length - 1; k > 0; k--, c >>= 6) out[k] = (char)(0x80 | (c & 0x3f));
  static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
  out[0] = (char)(leads[length] | c);
  return length;
}

static bool make_room(ev_buf *buf, size_t size) {
  if (buf->failed) return false;
  if (size <= buf->capacity - buf->size) return true;
  size_t need = buf->size + size;
  size_t doubled = buf->capacity > SIZE_MAX / 2 ? SIZE_MAX : buf->capacity * 2;
  size_t capacity = need > doubled ? need : doubled;
  if (capacity < 64) capacity = 64;
  bool too_large = need < size || (buf->limit && need > buf->limit);
  char *grown = too_large ? NULL : ev_realloc(buf->borrowed ? NULL : buf->at, capacity);
  if (!grown) {
    buf->failed = true;
    buf->no_memory = !too_large;
    return false;
  }
  if (buf->borrowed && buf->size) memcpy(grown, buf->at, buf->size);
  buf->borrowed = false;
  buf->at = grown;
  buf->capacity = capacity;
  return true;
}

void ev_buf_add(ev_buf *buf, const void *bytes, size_t size) {
  if (size == 0 || !make_room(buf, size)) return;
  memcpy(buf->at + buf->size, bytes, size);
  buf->size += size;
}

void ev_buf_str(ev_buf *buf, ev_str s) { ev_buf_add(buf, s.at, s.size); }
void ev_buf_text(ev_buf *buf, const char *c_string) { ev_buf_add(buf, c_string, strlen(c_string)); }
void ev_buf_char(ev_buf *buf, char c) { ev_buf_add(buf, &c, 1); }

bool ev_buf_reserve(ev_buf *buf, size_t count) { return make_room(buf, count); }

void ev_buf_fill(ev_buf *buf, char c, size_t count) {
  if (count == 0 || !make_room(buf, count)) return;
  memset(buf->at + buf->size, c, count);
  buf->size += count;
}

void ev_buf_format(ev_buf *buf, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, args);
  if (size < 0 || !make_room(buf, (size_t)size + 1)) {
    buf->failed = true;
  } else {
    (void)vsnprintf(buf->at + buf->size, (size_t)size + 1, format, again);
    buf->size += (size_t)size;
  }
  va_end(again);
  va_end(args);
}

/* Characters that would move the cursor, end the line, or reorder what is read. */
static bool hidden(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0x061c ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
}

static void add_escape(ev_buf *buf, uint32_t c) {
  if (c == '\n')
    ev_buf_text(buf, "\\n");
  else if (c == '\t')
    ev_buf_text(buf, "\\t");
  else if (c == '\r')
    ev_buf_text(buf, "\\r");
  else
    ev_buf_format(buf, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
}

bool ev_str_is_command(ev_str s) {
  return ev_str_starts(s, EV_STR("##[")) || ev_str_starts(s, EV_STR("##vso["));
}

/* Whether the character that starts at `i` makes a CI service take the line for a command: also `::` with
 * nothing but blanks before it, of which there are many kinds. */
static bool makes_command(ev_str s, size_t i, bool first) {
  if (s.at[i] == '#') return ev_str_is_command(ev_str_slice(s, i, s.size));
  return first && ev_str_starts(ev_str_slice(s, i, s.size), EV_STR("::"));
}

void ev_buf_visible(ev_buf *buf, ev_str s) {
  bool first = true; /* no character of ASCII was seen but blanks */
  for (size_t i = 0; i < s.size;) {
    size_t start = i;
    bool command = makes_command(s, i, first);
    uint32_t c = ev_utf8_next(s, &i);
    bool malformed = c == 0xfffd && i == start + 1;
    if (malformed)
      ev_buf_format(buf, "\\x%02x", (unsigned)(unsigned char)s.at[start]);
    else if (hidden(c) || command)
      add_escape(buf, c);
    else
      ev_buf_add(buf, s.at + start, i - start);
    first = first && (c == ' ' || c >= 0x80);
  }
}

void ev_buf_column(ev_buf *buf, ev_str s, size_t width) {
  size_t start = buf->size;
  ev_buf_visible(buf, s);
  size_t written = buf->size - start;
  if (written < width) ev_buf_fill(buf, ' ', width - written);
}

ev_str ev_buf_to_arena(const ev_buf *buf, ev_arena *arena) {
  if (buf->failed) return (ev_str){NULL, 0};
  return ev_str_copy(arena, ev_buf_view(buf));
}

void ev_buf_free(ev_buf *buf) {
  if (!buf->borrowed) ev_free(buf->at);
  *buf = (ev_buf){.limit = buf->limit};
}

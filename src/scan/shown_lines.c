#include "shown_lines.h"

#include <stdlib.h>

/* A larger array of at least 64 elements; NULL without memory. */
static void *grow(void *old, size_t *capacity, size_t size) {
  size_t larger = *capacity ? *capacity * 2 : 64;
  void *grown = larger <= SIZE_MAX / size ? ev_realloc(old, larger * size) : NULL;
  if (grown) *capacity = larger;
  return grown;
}

/* ---- what is wanted */

void ev_want_line(ev_wanted_lines *w, uint32_t line) {
  if (line == 0 || w->failed) return;
  if (w->count == w->capacity) {
    uint32_t *grown = grow(w->at, &w->capacity, sizeof *grown);
    w->failed = !grown;
    if (!grown) return;
    w->at = grown;
  }
  w->at[w->count++] = line;
}

void ev_want_finding(ev_wanted_lines *wanted, const ev_finding *finding) {
  ev_want_line(wanted, finding->place.line);
  for (const ev_note *n = finding->notes; n; n = n->next) ev_want_line(wanted, n->place.line);
}

void ev_wanted_lines_free(ev_wanted_lines *wanted) { ev_free(wanted->at); }

static int by_number(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return (a > b) - (a < b);
}

/* ---- what is kept */

/* Where a line ends: at LF, CR, or the end of the text. */
static size_t line_end(ev_str text, size_t at) {
  size_t end = text.size;
  const char *found = at < end ? memchr(text.at + at, '\n', end - at) : NULL;
  if (found) end = (size_t)(found - text.at);
  found = at < end ? memchr(text.at + at, '\r', end - at) : NULL;
  return found ? (size_t)(found - text.at) : end;
}

static size_t behind_break(ev_str text, size_t at) {
  bool both = at + 1 < text.size && text.at[at] == '\r' && text.at[at + 1] == '\n';
  return at + 1 + both;
}

static bool add(ev_shown_lines *lines, ev_arena *arena, uint32_t number, ev_str text) {
  if (lines->count == lines->capacity) {
    ev_shown_line *grown = grow(lines->at, &lines->capacity, sizeof *grown);
    if (!grown) return false;
    lines->at = grown;
  }
  if (text.size > EV_LONGEST_LINE) text.size = EV_LONGEST_LINE;
  ev_shown_line *line = &lines->at[lines->count++];
  *line = (ev_shown_line){number, ev_str_copy(arena, text)};
  return line->text.at != NULL;
}

static bool is_kept(const ev_shown_lines *lines, uint32_t number) {
  return lines->count > 0 && lines->at[lines->count - 1].line >= number;
}

/* The start of a line that lies at or behind the one at `at`; past the end where there is none. */
static size_t find_line(ev_str text, size_t at, uint32_t lines) {
  for (; lines > 0 && at <= text.size; lines--) {
    at = line_end(text, at);
    at = at < text.size ? behind_break(text, at) : text.size + 1;
  }
  return at;
}

bool ev_shown_lines_keep(ev_shown_lines *lines, ev_arena *arena, ev_str text, uint32_t first,
                         ev_wanted_lines *wanted) {
  if (wanted->failed) return false;
  if (wanted->count == 0) return true;
  qsort(wanted->at, wanted->count, sizeof *wanted->at, by_number);
  if (first == 1 && ev_str_starts(text, EV_STR("\xef\xbb\xbf"))) text = ev_str_slice(text, 3, text.size);
  size_t at = 0;
  for (size_t i = 0; i < wanted->count; i++) {
    uint32_t number = wanted->at[i];
    if (number < first || is_kept(lines, number)) continue;
    at = find_line(text, at, number - first);
    first = number;
    if (at > text.size) return true;
    if (!add(lines, arena, number, ev_str_slice(text, at, line_end(text, at)))) return false;
  }
  return true;
}

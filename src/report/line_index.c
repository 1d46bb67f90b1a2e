#include "line_index.h"

/* One remembered start for so many lines keeps the index small for files of blank lines. */
#define STRIDE 256u

void ev_line_index_start(ev_line_index *lines, ev_str text) {
  if (ev_str_starts(text, EV_STR("\xef\xbb\xbf"))) text = ev_str_slice(text, 3, text.size);
  *lines = (ev_line_index){.text = text};
}

void ev_line_index_free(ev_line_index *lines) {
  ev_free(lines->starts);
  *lines = (ev_line_index){0};
}

/* Offset of the line after the one that holds `at`; SIZE_MAX when that is the last. */
static size_t next_line(ev_str text, size_t at) {
  for (; at < text.size; at++) {
    if (text.at[at] == '\n') return at + 1;
    if (text.at[at] != '\r') continue;
    return at + 1 < text.size && text.at[at + 1] == '\n' ? at + 2 : at + 1;
  }
  return SIZE_MAX;
}

static void remember(ev_line_index *lines, size_t start) {
  if (lines->count == lines->capacity) {
    size_t capacity = lines->capacity ? lines->capacity * 2 : 64;
    size_t *grown = ev_realloc(lines->starts, capacity * sizeof *grown);
    if (!grown) return; /* slower, not wrong */
    lines->starts = grown;
    lines->capacity = capacity;
  }
  lines->starts[lines->count++] = start;
}

/* Offset of a line counted from 0; SIZE_MAX when there is none. */
static size_t start_of(ev_line_index *lines, size_t line) {
  if (lines->count == 0) remember(lines, 0);
  size_t known = line / STRIDE < lines->count ? line / STRIDE : lines->count ? lines->count - 1 : 0;
  size_t at = lines->count ? lines->starts[known] : 0;
  for (size_t i = known * STRIDE; i < line && at != SIZE_MAX;) {
    at = next_line(lines->text, at);
    i++;
    if (at != SIZE_MAX && i % STRIDE == 0 && i / STRIDE == lines->count) remember(lines, at);
  }
  return at;
}

ev_str ev_line_index_get(ev_line_index *lines, uint32_t line) {
  size_t start = line > 0 && lines->text.at ? start_of(lines, line - 1) : SIZE_MAX;
  if (start == SIZE_MAX) return (ev_str){NULL, 0};
  size_t end = start;
  while (end < lines->text.size && end - start < EV_LONGEST_LINE && lines->text.at[end] != '\n' &&
         lines->text.at[end] != '\r')
    end++;
  return ev_str_slice(lines->text, start, end);
}

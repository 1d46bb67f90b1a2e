/* Where a byte stands: lines and columns of a source. */
#include "diag.h"

/* Offset of the first byte that counts: a byte order mark does not. */
static size_t content_start(ev_str text) { return ev_str_starts(text, EV_STR("\xef\xbb\xbf")) ? 3 : 0; }

/* Offset of the line break at or after `from`, or the size of the text. */
static size_t break_at(ev_str text, size_t from) {
  size_t i = from;
  while (i < text.size && text.at[i] != '\n' && text.at[i] != '\r') i++;
  return i;
}

/* Offset behind the line break that starts at `at`. */
static size_t behind_break(ev_str text, size_t at) {
  bool crlf = text.at[at] == '\r' && at + 1 < text.size && text.at[at + 1] == '\n';
  return at + (crlf ? 2 : 1);
}

/* Column of `offset` in a line: one more than the characters that end at or before it. */
static uint32_t column_at(ev_str line, size_t offset) {
  uint32_t column = 1;
  for (size_t i = 0; i < line.size; column++) {
    (void)ev_utf8_next(line, &i);
    if (i > offset) break;
  }
  return column;
}

ev_position ev_source_position(const ev_source *source, uint32_t offset) {
  ev_str text = source->text.size ? source->text : EV_STR("");
  size_t start = content_start(text);
  uint32_t line = 1;
  for (;;) {
    size_t end = break_at(text, start);
    size_t next = end < text.size ? behind_break(text, end) : SIZE_MAX;
    if (offset < next || next == SIZE_MAX) {
      size_t into_line = offset < start ? 0 : offset - start;
      return (ev_position){line, column_at(ev_str_slice(text, start, end), into_line)};
    }
    start = next;
    line++;
  }
}

ev_str ev_source_line(const ev_source *source, uint32_t line) {
  ev_str text = source->text.size ? source->text : EV_STR("");
  size_t start = content_start(text);
  for (uint32_t at = 1; line > 0; at++) {
    size_t end = break_at(text, start);
    if (at == line) return ev_str_slice(text, start, end);
    if (end == text.size) break;
    start = behind_break(text, end);
  }
  return (ev_str){NULL, 0};
}

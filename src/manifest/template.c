#include "template.h"

bool ev_template_in(ev_str text) {
  size_t open = ev_str_find(text, EV_STR("{{"));
  if (open == SIZE_MAX) return false;
  return ev_str_find(ev_str_slice(text, open + 2, text.size), EV_STR("}}")) != SIZE_MAX;
}

static bool starts_comment(ev_str text, size_t i, size_t line) {
  return text.at[i] == '#' && (i == line || text.at[i - 1] == ' ' || text.at[i - 1] == '\t');
}

/* Offset of `{{` in the line that starts at `line`, before any comment; *end is where the line ends. */
static size_t find_in_line(ev_str text, size_t line, size_t *end) {
  size_t found = SIZE_MAX;
  bool comment = false;
  size_t i = line;
  for (; i < text.size && text.at[i] != '\n' && text.at[i] != '\r'; i++) {
    if (starts_comment(text, i, line)) comment = true;
    bool braces = text.at[i] == '{' && i + 1 < text.size && text.at[i + 1] == '{';
    if (braces && !comment && found == SIZE_MAX) found = i;
  }
  *end = i;
  return found;
}

bool ev_template_find(ev_str source, const ev_chunk *chunk, ev_point *out) {
  if (ev_str_find(chunk->text, EV_STR("{{")) == SIZE_MAX) return false;
  for (size_t line = 0; line < chunk->text.size;) {
    size_t end;
    size_t found = find_in_line(chunk->text, line, &end);
    if (found != SIZE_MAX) {
      ev_point start = {chunk->start, chunk->line, chunk->column};
      *out = ev_point_forward(source, start, chunk->start + found);
      return true;
    }
    line = end + 1;
  }
  return false;
}

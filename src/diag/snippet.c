/* A source line with marks below it:
 *
 *     12 |   for s in pod.spec.securityContext
 *        |                     ^^^^^^^^^^^^^^^ no such field
 */
#include "snippet.h"

/* Most terminal columns of a line that are shown, and of those before the marks. A longer line is cut
 * around the marks: a manifest may be one line of megabytes. */
#define WINDOW 100u
#define LEAD   60u
#define TAB    4u

/* Part of a line to be shown, in bytes. */
typedef struct window {
  size_t start, end;
} window;

/* Columns from the start of what is shown. */
typedef struct extent {
  size_t start, end;
} extent;

void ev_paint(ev_buf *out, bool color, const char *paint, const char *text) {
  if (color) ev_buf_text(out, paint);
  ev_buf_text(out, text);
  if (color) ev_buf_text(out, EV_PAINT_END);
}

/* Byte offset of a column (from 1) in a line; at most the line's size. */
static size_t offset_of_column(ev_str line, uint32_t column) {
  size_t i = 0;
  for (uint32_t at = 1; at < column && i < line.size; at++) {
    if ((unsigned char)line.at[i] < 0x80)
      i++;
    else
      (void)ev_utf8_next(line, &i);
  }
  return i;
}

/* Adds the character at line.at[*i] as a terminal can show it and steps over it; returns its width. */
static size_t add_character(ev_buf *out, ev_str line, size_t *i) {
  size_t start = *i, before = out->size;
  uint32_t c = ev_utf8_next(line, i);
  if (c == '\t') {
    ev_buf_fill(out, ' ', TAB);
    return TAB;
  }
  if (c == '#' && ev_str_is_command(ev_str_slice(line, start, line.size)))
    ev_buf_text(out, "\\x23");
  else
    ev_buf_visible(out, ev_str_slice(line, start, *i));
  bool escaped = out->size - before > *i - start;
  return escaped ? out->size - before : ev_display_width(c);
}

static size_t width_of_character(ev_str line, size_t *i) {
  char room[64];
  ev_buf scratch = EV_BUF_IN(room);
  unsigned char c = (unsigned char)line.at[*i];
  if (c >= 0x20 && c < 0x7f && c != '#') {
    (*i)++;
    return 1;
  }
  size_t width = add_character(&scratch, line, i);
  ev_buf_free(&scratch);
  return width;
}

/* Offset of the character before `i`, which is not 0. */
static size_t step_back(ev_str line, size_t i) {
  for (size_t length = 4; length > 1; length--) {
    size_t start = i - length, end = start;
    if (length > i) continue;
    (void)ev_utf8_next(line, &end);
    if (end == i) return start;
  }
  return i - 1;
}

/* Where what is shown ends when it starts at `start`. */
static size_t window_end(ev_str line, size_t start) {
  size_t end = start;
  for (size_t width = 0; end < line.size;) {
    size_t next = end;
    width += width_of_character(line, &next);
    if (width > WINDOW) break;
    end = next;
  }
  return end;
}

/* The part of a line to show so that `offset` is in it, with some context before it. */
static window choose_window(ev_str line, size_t offset) {
  size_t whole = window_end(line, 0);
  if (whole == line.size) return (window){0, whole};
  size_t start = offset;
  for (size_t width = 0; start > 0;) {
    size_t back = step_back(line, start), next = back;
    width += width_of_character(line, &next);
    if (width > LEAD) break;
    start = back;
  }
  return (window){start, window_end(line, start)};
}

static void add_gutter(ev_buf *out, const ev_snippet *s, bool numbered) {
  if (s->color) ev_buf_text(out, EV_PAINT_GUTTER);
  if (numbered)
    ev_buf_format(out, "%*u |", s->gutter, (unsigned)s->line);
  else
    ev_buf_format(out, "%*s |", s->gutter, "");
  if (s->color) ev_buf_text(out, EV_PAINT_END);
}

/* Adds what the window shows and tells where in it the marked bytes stand. */
static extent add_text(ev_buf *out, ev_str line, window shown, window marked) {
  extent marks = {SIZE_MAX, 0};
  size_t width = 0;
  if (shown.start > 0) {
    ev_buf_text(out, "...");
    width = 3;
  }
  for (size_t i = shown.start; i < shown.end;) {
    if (i >= marked.start && marks.start == SIZE_MAX) marks.start = width;
    bool inside = i < marked.end;
    width += add_character(out, line, &i);
    if (inside) marks.end = width;
  }
  if (marks.start == SIZE_MAX) marks.start = width;
  if (marks.end <= marks.start) marks.end = marks.start + 1;
  if (shown.end < line.size) ev_buf_text(out, "...");
  return marks;
}

static void add_marks(ev_buf *out, const ev_snippet *s, extent marks) {
  add_gutter(out, s, false);
  ev_buf_fill(out, ' ', marks.start + 1);
  if (s->color) ev_buf_text(out, s->paint);
  ev_buf_fill(out, s->mark, marks.end - marks.start);
  if (s->open) ev_buf_text(out, "...");
  if (s->label.size) {
    ev_buf_char(out, ' ');
    ev_buf_visible(out, s->label);
  }
  if (s->color) ev_buf_text(out, EV_PAINT_END);
  ev_buf_char(out, '\n');
}

void ev_snippet_draw(ev_buf *out, const ev_snippet *s) {
  ev_str line = s->text.size ? s->text : EV_STR("");
  window marked = {offset_of_column(line, s->column), offset_of_column(line, s->end_column)};
  window shown = choose_window(line, marked.start);
  ev_buf text = {0};
  extent marks = add_text(&text, line, shown, marked);
  bool cut = shown.start > 0 || shown.end < line.size; /* so that other marks show another part */
  if (!s->marks_only || cut) {
    add_gutter(out, s, true);
    if (text.size) ev_buf_char(out, ' ');
    ev_buf_str(out, ev_buf_view(&text));
    ev_buf_char(out, '\n');
  }
  add_marks(out, s, marks);
  out->failed = out->failed || text.failed;
  ev_buf_free(&text);
}

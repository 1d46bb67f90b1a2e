/* Lines as they are written: comments behind them in one column, declarations apart. */
#include "format.h"

ev_line *ev_lines_add(ev_lines *lines) {
  if (lines->count == lines->capacity) {
    size_t capacity = lines->capacity ? lines->capacity * 2 : 64;
    ev_line *grown = ev_realloc(lines->at, capacity * sizeof *grown);
    if (!grown) {
      lines->failed = true;
      return NULL;
    }
    lines->at = grown;
    lines->capacity = capacity;
  }
  ev_line *line = &lines->at[lines->count++];
  *line = (ev_line){.start = lines->text.size, .end = lines->text.size};
  return line;
}

void ev_lines_free(ev_lines *lines) {
  ev_buf_free(&lines->text);
  ev_free(lines->at);
  lines->at = NULL;
  lines->count = lines->capacity = 0;
}

/* ---- declarations apart */

/* Index of the first line of the next declaration after `from`, or the end. */
static size_t next_decl(const ev_lines *lines, size_t from) {
  for (size_t i = from + 1; i < lines->count; i++)
    if (lines->at[i].begins_decl) return i;
  return lines->count;
}

/* Lines of comments before the declaration at `decl`. */
static size_t first_comment(const ev_lines *lines, size_t decl) {
  while (decl > 0 && lines->at[decl - 1].is_comment) decl--;
  return decl;
}

static bool has_empty_line(const ev_lines *lines, size_t from, size_t to) {
  for (size_t i = from; i <= to; i++)
    if (lines->at[i].blank_before) return true;
  return false;
}

/* Declarations of more than one line have an empty one around them. */
static void separate(ev_lines *lines) {
  size_t decl = 0;
  while (decl < lines->count && !lines->at[decl].begins_decl) decl++;
  while (decl < lines->count) {
    size_t next = next_decl(lines, decl);
    if (next == lines->count) return;
    size_t after = first_comment(lines, next), end = next_decl(lines, next);
    if (end < lines->count) end = first_comment(lines, end);
    bool together = after - decl == 1 && end - next == 1;
    if (!together && !has_empty_line(lines, after, next)) lines->at[after].blank_before = true;
    decl = next;
  }
}

/* ---- comments behind lines */

enum { COMMENT_GAP = 2, LAST_COMMON_COLUMN = 90 };

/* The column for the comments of the lines from `from` on that have one without a break. Sets *to behind the
 * last of them. */
static uint32_t common_column(const ev_lines *lines, size_t from, size_t *to) {
  uint32_t widest = 0;
  for (*to = from; *to < lines->count; (*to)++) {
    const ev_line *line = &lines->at[*to];
    if (line->comment.size == 0 || (*to > from && line->blank_before)) break;
    if (line->width > widest) widest = line->width;
  }
  return widest + COMMENT_GAP;
}

static void write_line(ev_lines *lines, size_t i, uint32_t comment_column, ev_buf *out) {
  const ev_line *line = &lines->at[i];
  if (line->blank_before && i > 0) ev_buf_char(out, '\n');
  ev_buf_str(out, ev_str_slice(ev_buf_view(&lines->text), line->start, line->end));
  if (line->comment.size) {
    ev_buf_fill(out, ' ', comment_column - line->width);
    ev_buf_str(out, line->comment);
  }
  ev_buf_char(out, '\n');
}

void ev_lines_write(ev_lines *lines, ev_buf *out) {
  separate(lines);
  size_t run_end = 0;
  uint32_t common = 0;
  for (size_t i = 0; i < lines->count; i++) {
    uint32_t own = lines->at[i].width + COMMENT_GAP;
    if (i >= run_end) common = common_column(lines, i, &run_end);
    if (run_end == i) run_end = i + 1;
    write_line(lines, i, common > LAST_COMMON_COLUMN ? own : common, out);
  }
}

/* A diagnostic as text; the form is shown in diag.h. */
#include "snippet.h"

static const char *severity_paint(ev_severity severity) {
  static const char *const paints[] = {EV_PAINT_NOTE, EV_PAINT_WARNING, EV_PAINT_ERROR};
  return paints[severity];
}

/* What is common to the parts of one diagnostic. */
typedef struct renderer {
  ev_buf *out;
  int gutter; /* digits of the largest line number */
  bool color;
  const ev_source *source; /* of the snippet shown last; NULL before the first */
  uint32_t line;           /* its line */
} renderer;

static int digits(uint32_t n) {
  int count = 1;
  while (n >= 10) {
    n /= 10;
    count++;
  }
  return count;
}

static int wider(int gutter, const ev_source *source, ev_span span) {
  if (!source) return gutter;
  int width = digits(ev_source_position(source, span.start).line);
  return width > gutter ? width : gutter;
}

static int gutter_width(const ev_diagnostic *d) {
  int gutter = wider(1, d->source, d->span);
  for (const ev_related *r = d->related; r; r = r->next) gutter = wider(gutter, r->source, r->span);
  return gutter;
}

static void add_header(renderer *r, const ev_diagnostic *d) {
  if (r->color) ev_buf_text(r->out, severity_paint(d->severity));
  ev_buf_text(r->out, ev_severity_name(d->severity));
  if (d->code) ev_buf_format(r->out, "[%s]", d->code);
  if (r->color) ev_buf_text(r->out, EV_PAINT_END EV_PAINT_BOLD);
  ev_buf_text(r->out, ": ");
  ev_buf_visible(r->out, d->message);
  if (r->color) ev_buf_text(r->out, EV_PAINT_END);
  ev_buf_char(r->out, '\n');
}

static void add_bar(renderer *r) {
  ev_buf_fill(r->out, ' ', (size_t)r->gutter + 1);
  ev_paint(r->out, r->color, EV_PAINT_GUTTER, "|");
  ev_buf_char(r->out, '\n');
}

static void add_place(renderer *r, const char *arrow, const ev_source *source, ev_position at) {
  ev_buf_fill(r->out, ' ', (size_t)r->gutter);
  ev_paint(r->out, r->color, EV_PAINT_GUTTER, arrow);
  ev_buf_char(r->out, ' ');
  ev_buf_visible(r->out, source->name);
  ev_buf_format(r->out, ":%u:%u\n", (unsigned)at.line, (unsigned)at.column);
}

/* Names the file when it is not the one of the snippet above. */
static void enter_source(renderer *r, const ev_source *source, ev_position at) {
  if (r->source == source) return;
  if (r->source) add_bar(r);
  add_place(r, r->source ? ":::" : "-->", source, at);
  add_bar(r);
  r->source = source;
  r->line = 0;
}

/* A span of several lines is marked to the end of its first one; the label tells how far it goes. */
static void add_snippet(renderer *r, const ev_source *source, ev_span span, char mark, const char *paint,
                        ev_str label) {
  ev_position start = ev_source_position(source, span.start);
  ev_position end = ev_source_position(source, span.end);
  if (span.end > span.start) end.line = ev_source_position(source, span.end - 1).line;
  bool folded = end.line > start.line;
  enter_source(r, source, start);
  ev_buf text = {0};
  if (folded) ev_buf_format(&text, "to line %u%s", (unsigned)end.line, label.size ? ": " : "");
  ev_buf_str(&text, label);
  ev_snippet snippet = {
      .text = ev_source_line(source, start.line),
      .line = start.line,
      .column = start.column,
      .end_column = folded ? UINT32_MAX : end.column,
      .gutter = r->gutter,
      .mark = mark,
      .paint = paint,
      .label = ev_buf_view(&text),
      .open = folded,
      .marks_only = r->line == start.line,
      .color = r->color,
  };
  ev_snippet_draw(r->out, &snippet);
  r->line = start.line;
  r->out->failed = r->out->failed || text.failed;
  ev_buf_free(&text);
}

static void add_remark(renderer *r, const char *kind, ev_str text) {
  ev_buf_fill(r->out, ' ', (size_t)r->gutter + 1);
  ev_paint(r->out, r->color, EV_PAINT_GUTTER, "= ");
  ev_paint(r->out, r->color, EV_PAINT_BOLD, kind);
  ev_buf_text(r->out, ": ");
  ev_buf_visible(r->out, text);
  ev_buf_char(r->out, '\n');
}

static void add_related(renderer *r, const ev_related *related) {
  if (related->source)
    add_snippet(r, related->source, related->span, '-', EV_PAINT_GUTTER, related->message);
  else
    add_remark(r, "note", related->message);
}

void ev_diagnostic_write(ev_buf *out, const ev_diagnostic *d, bool color) {
  renderer r = {.out = out, .gutter = gutter_width(d), .color = color};
  add_header(&r, d);
  if (d->source) add_snippet(&r, d->source, d->span, '^', severity_paint(d->severity), (ev_str){NULL, 0});
  for (const ev_related *related = d->related; related; related = related->next) add_related(&r, related);
  if (d->help.size) add_remark(&r, "help", d->help);
}

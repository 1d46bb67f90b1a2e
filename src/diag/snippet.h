/* One line of a source as a terminal shows it, and the marks below it; for findings in manifests too. */
#ifndef EV_SNIPPET_H
#define EV_SNIPPET_H

#include "diag.h"

/* Colours, as ANSI escapes. */
#define EV_PAINT_ERROR   "\x1b[1;31m"
#define EV_PAINT_WARNING "\x1b[1;33m"
#define EV_PAINT_NOTE    "\x1b[1;36m"
#define EV_PAINT_GUTTER  "\x1b[1;94m"
#define EV_PAINT_BOLD    "\x1b[1m"
#define EV_PAINT_END     "\x1b[0m"

typedef struct ev_snippet {
  ev_str text;                 /* the line */
  uint32_t line;               /* its number */
  uint32_t column, end_column; /* marked; at least one mark is drawn */
  int gutter;                  /* width of the number column */
  char mark;
  const char *paint; /* of the marks and the label */
  ev_str label;      /* behind the marks; may be empty */
  bool open;         /* what is marked goes on below the line: "..." behind the marks */
  bool marks_only;   /* the line itself was just shown; one that is cut is shown again */
  bool color;
} ev_snippet;

void ev_snippet_draw(ev_buf *out, const ev_snippet *snippet);

/* Text in a colour, or as it is. */
void ev_paint(ev_buf *out, bool color, const char *paint, const char *text);

/* Columns that a character takes in a terminal: 0, 1 or 2. */
size_t ev_display_width(uint32_t code_point);

#endif

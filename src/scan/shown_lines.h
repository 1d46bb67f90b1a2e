/* The lines of an input that a report shows, kept when the text itself is gone. */
#ifndef EV_SHOWN_LINES_H
#define EV_SHOWN_LINES_H

#include "scan.h"

/* Numbers of lines, in any order. */
typedef struct ev_wanted_lines {
  uint32_t *at; /* owned */
  size_t count, capacity;
  bool failed; /* sticky: out of memory */
} ev_wanted_lines;

void ev_want_line(ev_wanted_lines *wanted, uint32_t line); /* 0 is none */
/* Where a finding and its notes are. */
void ev_want_finding(ev_wanted_lines *wanted, const ev_finding *finding);
void ev_wanted_lines_free(ev_wanted_lines *wanted);

typedef struct ev_shown_lines {
  ev_shown_line *at; /* owned; by number */
  size_t count, capacity;
} ev_shown_lines;

/* Keeps the wanted lines of a text whose first line has the number `first`; none of those kept before lies
 * behind it. Texts are copied into `arena`. False when memory ran out. */
bool ev_shown_lines_keep(ev_shown_lines *lines, ev_arena *arena, ev_str text, uint32_t first,
                         ev_wanted_lines *wanted);

#endif

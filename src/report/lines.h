/* Lines of an input by their number. */
#ifndef EV_LINES_H
#define EV_LINES_H

#include "str.h"

#define EV_LONGEST_LINE 65536u /* bytes of a line that are given; finding a column in it is linear */

typedef struct ev_lines {
  ev_str text;
  size_t *starts; /* owned: of each STRIDEth line */
  size_t count, capacity;
} ev_lines;

void ev_lines_start(ev_lines *lines, ev_str text);
void ev_lines_free(ev_lines *lines);
/* A line (from 1) without its break and without a byte order mark at the start of the text, cut at
 * EV_LONGEST_LINE; at == NULL where there is no such line. */
ev_str ev_lines_get(ev_lines *lines, uint32_t line);

#endif

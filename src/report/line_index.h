/* Lines of an input by their number. */
#ifndef EV_LINE_INDEX_H
#define EV_LINE_INDEX_H

#include "str.h"

#define EV_LONGEST_LINE 65536u /* bytes of a line that are given; finding a column in it is linear */

typedef struct ev_line_index {
  ev_str text;
  size_t *starts; /* owned: of each STRIDEth line */
  size_t count, capacity;
} ev_line_index;

void ev_line_index_start(ev_line_index *lines, ev_str text);
void ev_line_index_free(ev_line_index *lines);
/* A line (from 1) without its break and without a byte order mark at the start of the text, cut at
 * EV_LONGEST_LINE; at == NULL where there is no such line. */
ev_str ev_line_index_get(ev_line_index *lines, uint32_t line);

#endif

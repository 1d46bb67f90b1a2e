/* The lines of a manifest: keys, values, and what hangs below by its indentation. A rough view, for mutators.
 */
#ifndef EV_FUZZ_MANIFEST_LINES_H
#define EV_FUZZ_MANIFEST_LINES_H

#include "str.h"

typedef struct line {
  size_t start, end;       /* with its line break */
  size_t indent;           /* blanks in front */
  size_t key, key_end;     /* equal where there is none */
  size_t value, value_end; /* likewise; without a comment */
  bool blank, item;        /* nothing but blanks or a comment; starts with `- ` */
} line;

#define MOST_LINES 1024u

typedef struct lines {
  ev_str text;
  line at[MOST_LINES];
  size_t count; /* what is behind the last is not looked at */
} lines;

void lines_find(lines *l, ev_str text);
/* The first line behind a line and all that hangs below it. */
size_t lines_below(const lines *l, size_t index);

#endif

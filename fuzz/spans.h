/* Places of a tree: each lies in the input, where its offset says, in its parent's place and behind that of
 * its sibling. */
#ifndef EV_FUZZ_SPANS_H
#define EV_FUZZ_SPANS_H

#include "manifest.h"

typedef struct spans {
  ev_str text;
  size_t *points; /* owned: the byte where each code point starts, and that behind the last */
  size_t ends;    /* how many code points there are */
  size_t *lines;  /* owned: the code point with which each line starts; LF, CRLF and CR end one */
  size_t count;
  size_t document; /* the byte where the document at hand starts */
  size_t mark; /* the code point of the byte order mark before it, which columns do not count; or SIZE_MAX */
} spans;

void spans_start(spans *s, ev_str text);
void spans_free(spans *s);
/* The document whose places are asked for from now on: a slice of the text. */
void spans_document(spans *s, ev_str document);

/* The byte at a line and column, one behind the last of a line included; SIZE_MAX where there is none. */
size_t spans_byte(const spans *s, uint32_t line, uint32_t column);
/* Aborts where a place is wrong. NULL is no tree. */
void spans_check(const spans *s, const ev_node *root);
void spans_check_quirks(const spans *s, const ev_quirk *quirks);

#endif

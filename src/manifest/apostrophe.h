/* `\'` in double quotes: go-yaml reads an apostrophe, libyaml refuses the escape. So libyaml is shown `\e`
 * in its place, and the escape characters that it makes of them become apostrophes again. It alone knows
 * where quotes are: each quoted text that it refuses costs another reading of the chunk. */
#ifndef EV_MANIFEST_APOSTROPHE_H
#define EV_MANIFEST_APOSTROPHE_H

#include "str.h"

typedef struct ev_apostrophes {
  char *shown;   /* owned: the text with `\e` for `\'`; NULL while there is none */
  size_t effort; /* bytes that may still be read again */
  bool again;    /* the text is to be read once more */
  bool failed;   /* there was no memory */
} ev_apostrophes;

/* Allows the effort that a stream of `size` bytes is worth: in sum it stays linear. */
void ev_apostrophes_start(ev_apostrophes *hidden, size_t size);
/* Forgets the text; what effort is left stays for the next. */
void ev_apostrophes_free(ev_apostrophes *hidden);
/* Hides those of the quoted text whose escape at `at` was refused. False if that is none, or the effort is
 * spent, or there is no memory. */
bool ev_apostrophes_hide(ev_apostrophes *hidden, ev_str text, size_t at);
/* Puts them back into the value of a quoted text; `quoted` is the source of it. */
void ev_apostrophes_restore(ev_str quoted, unsigned char *value, size_t size);

#endif

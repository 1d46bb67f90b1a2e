/* A matcher of globs that is clear rather than fast: backtracking over the text of the glob, with a UTF-8
 * reader of its own. */
#ifndef EV_NAIVE_H
#define EV_NAIVE_H

#include "str.h"

/* Length of the well-formed sequence at the beginning, 0 if there is none. */
size_t naive_code_point(const char *s, const char *end, uint32_t *out);
/* The glob is well-formed. */
bool naive_match(ev_str glob, ev_str name);

#endif

/* Patterns of paths by the book, gitignore(5), with no thought of speed. */
#ifndef EV_FUZZ_NAIVE_IGNORE_H
#define EV_FUZZ_NAIVE_IGNORE_H

#include "str.h"

typedef enum naive_answer { NAIVE_UNTOLD, NAIVE_MATCH, NAIVE_NEGATED } naive_answer;

/* Whether the patterns are such as are understood here: without brackets and escaped slashes. */
bool naive_understands(ev_str line);
/* What the lines, of which the last that matches decides, say of a relative path. */
naive_answer naive_ask(const ev_str *lines, size_t count, ev_str path, bool is_folder);

#endif

/* A random program with a random manifest, or one that is given, through both evaluators. */
#ifndef REF_PAIR_H
#define REF_PAIR_H

#include "compare.h"

/* False where the program is not well-typed; with `show_errors` it is told why. The program is printed where
 * the evaluators differ. */
bool ref_compare_pair(const uint8_t *bytes, size_t size, bool show_errors, ref_tally *tally);
/* Rules that declare no view stand behind the declarations of the random ones. */
bool ref_compare_texts(ev_str rules, ev_str manifest, bool show_errors, ref_tally *tally);

#endif

/* A random program with a random manifest, or one that is given, through both evaluators. */
#ifndef REF_PAIR_H
#define REF_PAIR_H

#include "compare.h"

typedef struct ref_pair { /* of a program; its manifest comes later */
  ev_arena arena;
  const ev_program *program;
  ev_bundle *bundle; /* NULL: the program is not well-typed */
} ref_pair;

/* False where it is not well-typed. To be released in any case. */
bool ref_compile(ref_pair *p, ev_str rules, bool show_errors, ref_tally *tally);
void ref_release(ref_pair *p);

/* False where the program is not well-typed; with `show_errors` it is told why. The program is printed where
 * the evaluators differ. */
bool ref_compare_pair(const uint8_t *bytes, size_t size, bool show_errors, ref_tally *tally);
/* Rules that declare no view stand behind the declarations of the random ones. */
bool ref_compare_texts(ev_str rules, ev_str manifest, bool show_errors, ref_tally *tally);

#endif

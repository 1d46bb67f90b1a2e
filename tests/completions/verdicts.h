/* What each rule of a program says of a manifest, and whether that can be so beside what it says of the same
 * with something that is not known. */
#ifndef COMPLETION_VERDICTS_H
#define COMPLETION_VERDICTS_H

#include "pair.h"

#define MOST_RULES 16u

typedef struct verdicts {
  bool usable; /* one document that could be read, within the limits */
  uint32_t count;
  struct {
    uint32_t fails, unknowns;
  } of[MOST_RULES]; /* in the order of the bundle */
  uint32_t instances, quirks;
} verdicts;

verdicts verdicts_of(const ref_pair *program, ev_str manifest);
/* Is no value found to be of the wrong shape? Only then does a rule that says nothing say so for certain. */
bool verdicts_are_of_right_shapes(const ref_pair *program, const verdicts *v);

typedef enum verdicts_fit {
  VERDICTS_FIT,
  VERDICTS_APART, /* they are of different things: other shapes are wrong, or there are other instances */
  VERDICTS_CONTRADICT
} verdicts_fit;

/* `known` has nothing unknown that `unknown` has not. `*rule` is set to the first that contradicts itself. */
verdicts_fit verdicts_compare(const ref_pair *program, const verdicts *unknown, const verdicts *known,
                              uint32_t *rule);

#endif

/* The product of two automata, as it is reached from the start. */
#ifndef EV_PRODUCT_H
#define EV_PRODUCT_H

#include "dfa.h"

/* What the product accepts: bit (2 * in_b + in_a) of the operation. */
typedef enum ev_operation {
  EV_UNION = 0xe,
  EV_INTERSECTION = 0x8,
  EV_DIFFERENCE = 0x2, /* in a, not in b */
} ev_operation;

/* Of at most so many states. A complete automaton; its classes are in the order of their lowest byte and its
 * states breadth first. */
ev_pattern_status ev_product(ev_arena *scratch, const ev_automaton *a, const ev_automaton *b,
                             ev_operation operation, uint32_t most, ev_dfa *out);

#endif

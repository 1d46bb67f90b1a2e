/* Deterministic automata in the making: partial, not minimal, of any numbering. */
#ifndef EV_DFA_H
#define EV_DFA_H

#include "limit.h"
#include "pattern.h"

#define EV_NO_STATE UINT32_MAX /* as a target: nothing is accepted from there on */

/* Every state can be reached from state 0, the start. No states at all is the empty set. */
typedef struct ev_dfa {
  ev_arena *scratch; /* owns the tables */
  uint32_t states, capacity;
  uint32_t classes;
  uint8_t class_of[256]; /* of each byte; every class below `classes` has one */
  uint32_t *table;       /* states * classes targets, perhaps EV_NO_STATE */
  uint8_t *accepting;    /* 0 or 1 */
} ev_dfa;

/* Appends a state whose targets are all EV_NO_STATE. EV_PATTERN_TOO_MANY_STATES past EV_MAX_AUTOMATON_STATES.
 */
ev_pattern_status ev_dfa_add_state(ev_dfa *dfa, bool accepting);

static inline uint32_t *ev_dfa_row(const ev_dfa *dfa, uint32_t state) {
  return dfa->table + (size_t)state * dfa->classes;
}

/* The minimal partial automaton of a set of words, straight from the list, which gets sorted. */
ev_pattern_status ev_dfa_of_words(ev_arena *scratch, ev_str *words, size_t count, ev_dfa *out);

/* The minimal partial automaton: no state from which nothing is accepted, no two that accept the same. */
ev_pattern_status ev_dfa_minimise(ev_arena *scratch, const ev_dfa *dfa, ev_dfa *out);

/* The complete automaton of a minimal one, in canonical form: byte classes that behave alike are one, in the
 * order of their lowest byte; states are numbered breadth first in that order. So equal sets of strings give
 * equal bytes. */
ev_pattern_status ev_dfa_canonical(ev_arena *arena, ev_arena *scratch, const ev_dfa *minimal,
                                   ev_automaton **out);

#endif

/* The room's own header: automata in the making. */
#ifndef EV_DFA_H
#define EV_DFA_H

#include "limit.h"
#include "pattern.h"

/* Before minimisation an automaton may have more states: a list of names shares its ends only then. */
#define EV_MAX_RAW_STATES (16u * EV_MAX_AUTOMATON_STATES)

/* ---- NFA without empty moves */

typedef struct ev_move {
  uint32_t to;
  uint8_t low, high; /* bytes, inclusive */
  uint32_t next;     /* in the list of the state: index + 1, 0 ends */
} ev_move;

typedef struct ev_nfa {
  ev_arena *arena;
  ev_move *moves;
  uint32_t move_count, move_capacity;
  uint32_t *first; /* a state: its first move, index + 1 */
  uint8_t *accepting;
  uint32_t states, state_capacity;
  uint32_t *starts;
  uint32_t start_count, start_capacity;
  bool failed; /* no memory */
} ev_nfa;

uint32_t ev_nfa_state(ev_nfa *nfa);
void ev_nfa_move(ev_nfa *nfa, uint32_t from, uint32_t to, uint8_t low, uint8_t high);
void ev_nfa_start(ev_nfa *nfa, uint32_t state);

/* Adds the language of a glob or of a literal. */
ev_pattern_status ev_nfa_add_glob(ev_nfa *nfa, ev_str glob, ev_pattern_error *error);
void ev_nfa_add_literal(ev_nfa *nfa, ev_str text);

/* Moves for the UTF-8 of the code points low..high. */
void ev_nfa_add_code_points(ev_nfa *nfa, uint32_t from, uint32_t to, uint32_t low, uint32_t high);

/* Subset construction, then minimisation. */
ev_pattern_status ev_nfa_to_automaton(ev_arena *arena, const ev_nfa *nfa, ev_automaton **out);

/* ---- a complete DFA of any size */

typedef struct ev_dfa {
  ev_arena *arena; /* scratch */
  uint32_t states, classes, capacity;
  uint8_t class_of[256];
  uint32_t *table;
  uint8_t *accepting;
} ev_dfa;

/* A new state, its row not yet filled; false without memory or past the limit. */
ev_pattern_status ev_dfa_state(ev_dfa *dfa, bool accepting);

/* The minimal automaton of the same language, numbered breadth first by bytes: equal languages give equal
 * tables. The start is state 0. */
ev_pattern_status ev_dfa_minimise(ev_arena *arena, const ev_dfa *dfa, ev_automaton **out);

/* ---- a set of distinct keys of 32-bit words -> their number, in order of arrival */

typedef struct ev_numbering {
  ev_arena *arena;
  uint32_t *slots; /* number + 1 */
  uint32_t mask, count;
  const uint32_t **keys;
  uint32_t *lengths;
  uint32_t capacity;
} ev_numbering;

/* The key's number; a new one gets the next number and sets *is_new. UINT32_MAX without memory. The key is
 * copied. */
uint32_t ev_number_of(ev_numbering *numbering, const uint32_t *key, uint32_t length, bool *is_new);

#endif

/* Nondeterministic automata without empty moves: a glob is a chain of states, a step for each of its
 * characters, and a `*` makes the state where it stands loop on every byte. */
#ifndef EV_NFA_H
#define EV_NFA_H

#include "dfa.h"

#define EV_MAX_NFA_STATES (32u * EV_MAX_AUTOMATON_STATES)
#define EV_MAX_NFA_MOVES  (64u * EV_MAX_AUTOMATON_STATES)

typedef struct ev_move {
  uint32_t to;
  uint32_t next;     /* of the same state: index + 1, 0 is the end */
  uint8_t low, high; /* bytes, inclusive */
} ev_move;

typedef struct ev_nfa_state {
  uint32_t moves;   /* the first: index + 1, 0 is none */
  uint32_t pattern; /* first state of its pattern; those of one pattern stand together, earlier steps first */
  bool accepting;
  bool loops; /* stays here, besides its moves, on any byte */
} ev_nfa_state;

typedef struct ev_nfa {
  ev_arena *arena;
  ev_nfa_state *states;
  uint32_t state_count, state_capacity;
  ev_move *moves;
  uint32_t move_count, move_capacity;
  uint32_t
      roots[2]; /* where globs start that begin with something else, or with a `*`: index + 1, 0 is none */
  uint32_t dfa_start;       /* of the automaton added: index + 1, 0 is none */
  uint32_t pattern;         /* first state of the pattern that is being added */
  ev_pattern_status status; /* sticky: once it is not EV_PATTERN_OK nothing is added */
} ev_nfa;

/* Begins a pattern; gives the state that it starts from. All patterns share it: were there one for each that
 * begins with a `*`, all of them would be in every set of states. */
uint32_t ev_nfa_begin(ev_nfa *nfa, bool loops);

/* One more state of the pattern begun last. */
uint32_t ev_nfa_add_state(ev_nfa *nfa);

void ev_nfa_add_move(ev_nfa *nfa, uint32_t from, uint32_t to, uint8_t low, uint8_t high);

typedef struct ev_code_range {
  uint32_t low, high; /* code points, inclusive */
} ev_code_range;

/* Adds a state that the UTF-8 of any code point of the ranges leads to. Ranges may reach over the surrogates,
 * which no UTF-8 holds. */
uint32_t ev_nfa_add_step(ev_nfa *nfa, uint32_t from, const ev_code_range *ranges, size_t count);

/* Adds an automaton that is one already. At most once. */
void ev_nfa_add_dfa(ev_nfa *nfa, const ev_dfa *dfa);

/* The states to start from, ascending; gives how many. */
size_t ev_nfa_starts(const ev_nfa *nfa, uint32_t starts[3]);

/* Subset construction. */
ev_pattern_status ev_nfa_determine(ev_arena *scratch, const ev_nfa *nfa, ev_dfa *out);

/* Whether a glob that was checked has no wildcard: then it means one string. */
bool ev_glob_is_literal(ev_str glob);

/* Length, UTF-8 and quotes of a glob: what ev_glob_unquote and ev_nfa_add_glob rely on. */
ev_pattern_status ev_glob_check(ev_str glob, ev_pattern_error *error);

/* The string that a literal glob means; at == NULL without memory. */
ev_str ev_glob_unquote(ev_arena *arena, ev_str glob);

/* Adds a glob that was checked; status is nfa->status or EV_PATTERN_MALFORMED. */
ev_pattern_status ev_nfa_add_glob(ev_nfa *nfa, ev_str glob, ev_pattern_error *error);

#endif

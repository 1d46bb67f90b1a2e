/* Glob patterns and their algebra: union, intersection, difference and complement, compiled to one
 * minimal DFA a set. Matching is linear in the name and touches no memory but the table.
 *
 * A glob is matched against bytes: `*` is any run of bytes, empty, `.` and `/` included; `?` one code
 * point; `[a-z]` and `[!a-z]` a class of code points (`-` first or last is itself, `]` first is itself);
 * `\` quotes the next character; nothing else is special; case counts.
 *
 * Construction: each glob -> NFA (Thompson) over byte classes -> DFA (subset construction) -> minimal DFA
 * (Hopcroft), product construction for the binary operations. Every step has a state limit. */
#ifndef EV_PATTERN_H
#define EV_PATTERN_H

#include "arena.h"
#include "diag.h"
#include "str.h"

/* An immutable, complete, minimal DFA. Tables are flat so that a bundle can hold them as they are:
 * next state = table[state * classes + class_of[byte]]. State 0 is the start. */
typedef struct ev_automaton {
  uint32_t states;          /* at least 1 */
  uint32_t classes;         /* 1..256 byte equivalence classes */
  uint8_t class_of[256];    /* each < classes */
  const uint32_t *table;    /* states * classes entries, each < states; owned by the arena of its maker */
  const uint8_t *accepting; /* states entries, 0 or 1 */
} ev_automaton;

typedef enum ev_pattern_status {
  EV_PATTERN_OK,
  EV_PATTERN_MALFORMED, /* a bad glob: unclosed class, empty or reversed range, lone `\` at the end, bad UTF-8
                         */
  EV_PATTERN_TOO_MANY_STATES, /* EV_MAX_AUTOMATON_STATES in any step */
  EV_PATTERN_NO_MEMORY
} ev_pattern_status;

typedef struct ev_pattern_error {
  uint32_t at;         /* byte offset inside the glob (MALFORMED) */
  const char *message; /* static: what is wrong, expected and what to write instead */
} ev_pattern_error;

/* One glob. `error` is filled for EV_PATTERN_MALFORMED and may be NULL. The result and all scratch
 * memory live in `arena`. */
ev_pattern_status ev_automaton_glob(ev_arena *arena, ev_str glob, ev_automaton **out,
                                    ev_pattern_error *error);
/* Exactly this string. */
ev_pattern_status ev_automaton_literal(ev_arena *arena, ev_str text, ev_automaton **out);
/* Union of many globs (or literals where literal[i], NULL meaning none) at once; of none: the empty set.
 * On MALFORMED `*which` is the offending index. `scratch` may be reset by the caller afterwards;
 * the result lives in `arena`. */
ev_pattern_status ev_automaton_set(ev_arena *arena, ev_arena *scratch, const ev_str *globs,
                                   const bool *literal, size_t count, ev_automaton **out, size_t *which,
                                   ev_pattern_error *error);

ev_pattern_status ev_automaton_union(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                     ev_automaton **out);
/* The same, or EV_PATTERN_TOO_MANY_STATES where it takes many more than both have: never slow. */
ev_pattern_status ev_automaton_small_union(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                           ev_automaton **out);
ev_pattern_status ev_automaton_intersection(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                            ev_automaton **out);
ev_pattern_status ev_automaton_difference(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                          ev_automaton **out);
/* All byte strings that `a` does not accept. */
ev_pattern_status ev_automaton_complement(ev_arena *arena, const ev_automaton *a, ev_automaton **out);

bool ev_automaton_match(const ev_automaton *automaton, ev_str name);

bool ev_automaton_is_empty(const ev_automaton *automaton);
/* The shortest accepted string, of those the least by bytes; at == NULL when the set is empty or memory
 * ran out (then arena->failed). The empty string is a valid witness (at != NULL, size 0). */
ev_str ev_automaton_witness(ev_arena *arena, const ev_automaton *automaton);
/* Strings, `most` at most, with one of which each accepted string starts. Gives how many; 0 where there would
 * be too many or memory ran out (then arena->failed), and for the empty set. Each lives in `arena`. */
size_t ev_automaton_starts(ev_arena *arena, const ev_automaton *automaton, ev_str *out, size_t most);
/* Whether every string of `b` is in `a`; if not, *witness is the shortest (least) one that is not.
 * `status` is EV_PATTERN_OK or why it could not be told. */
bool ev_automaton_contains(ev_arena *arena, const ev_automaton *a, const ev_automaton *b, ev_str *witness,
                           ev_pattern_status *status);

/* Whether tables are in range, as a bundle's verifier must know before matching: complete, every entry
 * below `states`, every class below `classes`, no zero counts. */
bool ev_automaton_is_valid(const ev_automaton *automaton);

/* "no memory", "more than 20000 states", ...: for diagnostics. */
const char *ev_pattern_status_text(ev_pattern_status status);

/* A string as a glob that matches exactly it: special characters are quoted. */
ev_str ev_glob_quote(ev_arena *arena, ev_str text);

#endif

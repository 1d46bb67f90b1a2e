/* Random globs and names, and automata made of them, for the tests of src/pattern. */
#ifndef EV_AUTOMATA_H
#define EV_AUTOMATA_H

#include "pattern.h"

extern ev_arena automata_arena; /* of the automata of a test */

/* What cmocka calls before and after each test; the random numbers start again. */
int start_automata(void **unused);
int end_automata(void **unused);

uint32_t random_below(uint32_t n);

typedef struct spelling {
  char at[96];
  size_t size;
} spelling;

ev_str spelling_view(const spelling *t);
void spelling_append(spelling *t, const char *piece);
/* A well-formed glob; a name, perhaps malformed. Of at most so many pieces. */
spelling random_glob(uint32_t most);
spelling random_name(uint32_t most);

/* Each fails the test where the automaton cannot be made or is not valid. */
const ev_automaton *glob_of(ev_str glob);
const ev_automaton *glob(const char *text);
const ev_automaton *set_of(const ev_str *texts, const bool *literal, size_t count);
const ev_automaton *either(const ev_automaton *a, const ev_automaton *b);
const ev_automaton *both(const ev_automaton *a, const ev_automaton *b);
const ev_automaton *except(const ev_automaton *a, const ev_automaton *b);
const ev_automaton * not(const ev_automaton *a);

/* Whether two automata are the same to the byte. */
bool same(const ev_automaton *a, const ev_automaton *b);
bool matches(const char *pattern, const char *name);

#endif

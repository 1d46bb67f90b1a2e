#include "dfa.h"

#include "numbering.h"

#define FIRST_STATES 32u

static ev_pattern_status grow(ev_dfa *dfa) {
  uint32_t capacity = dfa->capacity ? dfa->capacity * 2 : FIRST_STATES;
  size_t row = dfa->classes * sizeof *dfa->table;
  uint32_t *table = ev_grown(dfa->scratch, dfa->table, dfa->states, capacity, row);
  uint8_t *accepting = ev_grown(dfa->scratch, dfa->accepting, dfa->states, capacity, 1);
  if (!table || !accepting) return EV_PATTERN_NO_MEMORY;
  dfa->table = table;
  dfa->accepting = accepting;
  dfa->capacity = capacity;
  return EV_PATTERN_OK;
}

ev_pattern_status ev_dfa_add_state(ev_dfa *dfa, bool accepting) {
  if (dfa->states == EV_MAX_AUTOMATON_STATES) return EV_PATTERN_TOO_MANY_STATES;
  ev_pattern_status status = dfa->states == dfa->capacity ? grow(dfa) : EV_PATTERN_OK;
  if (status != EV_PATTERN_OK) return status;
  uint32_t state = dfa->states++;
  memset(ev_dfa_row(dfa, state), 0xff, dfa->classes * sizeof *dfa->table); /* EV_NO_STATE */
  dfa->accepting[state] = accepting;
  return EV_PATTERN_OK;
}

/* Are an automaton's tables such that matching stays inside them? */
#include "limit.h"
#include "pattern.h"

static bool counts_are_valid(const ev_automaton *a) {
  return a->states >= 1 && a->states <= EV_MAX_AUTOMATON_STATES && a->classes <= 256;
}

bool ev_automaton_is_valid(const ev_automaton *a) {
  if (!counts_are_valid(a) || !a->table || !a->accepting) return false;
  for (size_t i = 0; i < 256; i++) /* there is a class, then */
    if (a->class_of[i] >= a->classes) return false;
  for (size_t i = 0; i < (size_t)a->states * a->classes; i++)
    if (a->table[i] >= a->states) return false;
  for (uint32_t i = 0; i < a->states; i++)
    if (a->accepting[i] > 1) return false;
  return true;
}

/* Automata in use. */
#include "pattern.h"

bool ev_automaton_match(const ev_automaton *automaton, ev_str name) {
  uint32_t state = 0;
  for (size_t i = 0; i < name.size; i++)
    state = automaton->table[(size_t)state * automaton->classes + automaton->class_of[(uint8_t)name.at[i]]];
  return automaton->accepting[state];
}

bool ev_automaton_is_empty(const ev_automaton *automaton) {
  for (uint32_t i = 0; i < automaton->states; i++)
    if (automaton->accepting[i]) return false;
  return true;
}

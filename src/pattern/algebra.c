/* The operations on sets. */
#include "product.h"

static ev_pattern_status combine(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                 ev_operation operation, uint32_t most, ev_automaton **out) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_dfa product, minimal;
  ev_pattern_status status = ev_product(&scratch, a, b, operation, most, &product);
  if (status == EV_PATTERN_OK) status = ev_dfa_minimise(&scratch, &product, &minimal);
  if (status == EV_PATTERN_OK) status = ev_dfa_canonical(arena, &scratch, &minimal, out);
  ev_arena_free(&scratch);
  return status;
}

ev_pattern_status ev_automaton_union(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                     ev_automaton **out) {
  return combine(arena, a, b, EV_UNION, EV_MAX_AUTOMATON_STATES, out);
}

/* Words, and names with something in front or behind, take about as many states as their parts, for a while
 * twice as many. */
ev_pattern_status ev_automaton_small_union(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                           ev_automaton **out) {
  uint32_t most = 4 * (a->states + b->states) + 16;
  return combine(arena, a, b, EV_UNION, most < EV_MAX_AUTOMATON_STATES ? most : EV_MAX_AUTOMATON_STATES, out);
}

ev_pattern_status ev_automaton_intersection(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                            ev_automaton **out) {
  return combine(arena, a, b, EV_INTERSECTION, EV_MAX_AUTOMATON_STATES, out);
}

ev_pattern_status ev_automaton_difference(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                          ev_automaton **out) {
  return combine(arena, a, b, EV_DIFFERENCE, EV_MAX_AUTOMATON_STATES, out);
}

/* The canonical form of a complement differs only in what accepts. */
ev_pattern_status ev_automaton_complement(ev_arena *arena, const ev_automaton *a, ev_automaton **out) {
  size_t cells = (size_t)a->states * a->classes;
  ev_automaton *made = EV_NEW(arena, ev_automaton);
  uint32_t *table = EV_NEW_ARRAY(arena, uint32_t, cells);
  uint8_t *accepting = EV_NEW_ARRAY(arena, uint8_t, a->states);
  if (!made || !table || !accepting) return EV_PATTERN_NO_MEMORY;
  memcpy(table, a->table, cells * sizeof *table);
  for (uint32_t i = 0; i < a->states; i++) accepting[i] = !a->accepting[i];
  *made = (ev_automaton){.states = a->states, .classes = a->classes, .table = table, .accepting = accepting};
  memcpy(made->class_of, a->class_of, sizeof made->class_of);
  *out = made;
  return EV_PATTERN_OK;
}

bool ev_automaton_contains(ev_arena *arena, const ev_automaton *a, const ev_automaton *b, ev_str *witness,
                           ev_pattern_status *status) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_dfa product;
  bool found = false;
  *witness = (ev_str){NULL, 0};
  *status = ev_product(&scratch, b, a, EV_DIFFERENCE, EV_MAX_AUTOMATON_STATES, &product);
  if (*status == EV_PATTERN_OK) {
    ev_automaton missing = {product.states, product.classes, {0}, product.table, product.accepting};
    memcpy(missing.class_of, product.class_of, sizeof missing.class_of);
    found = !ev_automaton_is_empty(&missing);
    if (found) *witness = ev_automaton_witness(arena, &missing);
    if (found && !witness->at) *status = EV_PATTERN_NO_MEMORY;
  }
  ev_arena_free(&scratch);
  return *status == EV_PATTERN_OK && !found;
}

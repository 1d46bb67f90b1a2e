/* The shortest string of a set, of those the least: breadth first by bytes, the first way that is found to a
 * state is the least of the shortest. */
#include "pattern.h"

typedef struct ev_search {
  const ev_automaton *automaton;
  uint8_t classes[256]; /* in the order of their lowest byte; those without a byte lead nowhere */
  uint8_t lowest[256];  /* byte of each of those */
  uint32_t class_count;
  uint32_t *queue; /* states in the order in which they were reached */
  uint32_t *from;  /* of each state in the queue: the place in the queue it was reached from */
  uint8_t *by;     /* and the byte that led there */
  bool *reached;   /* of each state */
  uint32_t count;
} ev_search;

static void order_classes(ev_search *s) {
  bool seen[256] = {false};
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint8_t c = s->automaton->class_of[byte];
    if (seen[c]) continue;
    seen[c] = true;
    s->classes[s->class_count] = c;
    s->lowest[s->class_count++] = (uint8_t)byte;
  }
}

static void reach(ev_search *s, uint32_t state, uint32_t from, uint8_t by) {
  if (s->reached[state]) return;
  s->reached[state] = true;
  s->queue[s->count] = state;
  s->from[s->count] = from;
  s->by[s->count++] = by;
}

/* The place in the queue of the first state that accepts, or UINT32_MAX. */
static uint32_t search(ev_search *s) {
  reach(s, 0, 0, 0);
  for (uint32_t i = 0; i < s->count; i++) {
    if (s->automaton->accepting[s->queue[i]]) return i;
    const uint32_t *row = s->automaton->table + (size_t)s->queue[i] * s->automaton->classes;
    for (uint32_t c = 0; c < s->class_count; c++) reach(s, row[s->classes[c]], i, s->lowest[c]);
  }
  return UINT32_MAX;
}

static ev_str spell(ev_arena *arena, const ev_search *s, uint32_t place) {
  size_t length = 0;
  for (uint32_t i = place; i; i = s->from[i]) length++;
  char *text = ev_arena_alloc(arena, length);
  if (!text) return (ev_str){NULL, 0};
  size_t at = length;
  for (uint32_t i = place; i; i = s->from[i]) text[--at] = (char)s->by[i];
  return (ev_str){text, length};
}

static bool make_search(ev_arena *scratch, const ev_automaton *automaton, ev_search *s) {
  *s = (ev_search){.automaton = automaton,
                   .queue = EV_NEW_ARRAY(scratch, uint32_t, automaton->states),
                   .from = EV_NEW_ARRAY(scratch, uint32_t, automaton->states),
                   .by = EV_NEW_ARRAY(scratch, uint8_t, automaton->states),
                   .reached = EV_NEW_ARRAY(scratch, bool, automaton->states)};
  order_classes(s);
  return !scratch->failed;
}

ev_str ev_automaton_witness(ev_arena *arena, const ev_automaton *automaton) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_search s;
  ev_str found = {NULL, 0};
  if (make_search(&scratch, automaton, &s)) {
    uint32_t place = search(&s);
    if (place != UINT32_MAX) found = spell(arena, &s, place);
  } else {
    arena->failed = true;
  }
  ev_arena_free(&scratch);
  return found;
}

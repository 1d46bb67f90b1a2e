/* A shortest accepted text. Breadth first in the order of bytes: the first way found to a state is its least.
 */
#include "dfa.h"

typedef struct ev_reach {
  uint32_t from;
  uint8_t byte;
  bool seen;
} ev_reach;

static void lowest_bytes(const ev_automaton *a, uint8_t lowest[256]) {
  for (int byte = 255; byte >= 0; byte--) lowest[a->class_of[byte]] = (uint8_t)byte;
}

/* Classes in the order of their lowest byte. */
static uint32_t order_classes(const ev_automaton *a, uint8_t order[256]) {
  bool seen[256] = {false};
  uint32_t count = 0;
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint8_t c = a->class_of[byte];
    if (!seen[c]) order[count++] = c;
    seen[c] = true;
  }
  return count;
}

static ev_str spell(ev_arena *arena, const ev_reach *reach, uint32_t state, size_t length) {
  char *text = ev_arena_alloc(arena, length + 1);
  if (!text) return (ev_str){NULL, 0};
  for (size_t i = length; i > 0; i--) {
    text[i - 1] = (char)reach[state].byte;
    state = reach[state].from;
  }
  return (ev_str){text, length};
}

static ev_str search(ev_arena *arena, const ev_automaton *a, ev_reach *reach, uint32_t *queue,
                     size_t *lengths) {
  uint8_t lowest[256], order[256];
  lowest_bytes(a, lowest);
  uint32_t classes = order_classes(a, order), head = 0, tail = 1;
  queue[0] = 0;
  reach[0].seen = true;
  for (; head < tail; head++) {
    uint32_t state = queue[head];
    if (a->accepting[state]) return spell(arena, reach, state, lengths[state]);
    for (uint32_t i = 0; i < classes; i++) {
      uint32_t next = a->table[(size_t)state * a->classes + order[i]];
      if (reach[next].seen) continue;
      reach[next] = (ev_reach){state, lowest[order[i]], true};
      lengths[next] = lengths[state] + 1;
      queue[tail++] = next;
    }
  }
  return (ev_str){NULL, 0};
}

ev_str ev_automaton_witness(ev_arena *arena, const ev_automaton *a) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_reach *reach = EV_NEW_ARRAY(&scratch, ev_reach, a->states);
  uint32_t *queue = EV_NEW_ARRAY(&scratch, uint32_t, a->states);
  size_t *lengths = EV_NEW_ARRAY(&scratch, size_t, a->states);
  ev_str found = {NULL, 0};
  if (reach && queue && lengths)
    found = search(arena, a, reach, queue, lengths);
  else
    arena->failed = true;
  ev_arena_free(&scratch);
  return found;
}

bool ev_automaton_contains(ev_arena *arena, const ev_automaton *a, const ev_automaton *b, ev_str *witness,
                           ev_pattern_status *status) {
  ev_automaton *missing;
  *status = ev_automaton_difference(arena, b, a, &missing);
  if (*status != EV_PATTERN_OK) return false;
  *witness = ev_automaton_witness(arena, missing);
  if (!witness->at && !ev_automaton_is_empty(missing)) *status = EV_PATTERN_NO_MEMORY;
  return *status == EV_PATTERN_OK && !witness->at;
}

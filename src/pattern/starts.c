/* How the accepted strings start. */
#include "pattern.h"

#define LONGEST_START 64u
#define MOST_FORKS    4u
#define MOST_STEPS    4096u

/* A string that leads to a state, as a prefix of accepted ones. */
typedef struct ev_start {
  uint32_t state;
  uint32_t size;
  char text[LONGEST_START];
} ev_start;

typedef struct ev_starts {
  const ev_automaton *automaton;
  ev_arena *arena;
  ev_start *pending;
  size_t pending_count;
  ev_str *found;
  size_t found_count, most;
} ev_starts;

static uint32_t next(const ev_automaton *a, uint32_t state, unsigned byte) {
  return a->table[(size_t)state * a->classes + a->class_of[byte]];
}

/* The state that only leads to itself, and does not accept. */
static bool is_dead(const ev_automaton *a, uint32_t state) {
  for (uint32_t c = 0; c < a->classes; c++)
    if (a->table[(size_t)state * a->classes + c] != state) return false;
  return !a->accepting[state];
}

/* The bytes that go on from a state, MOST_FORKS of them at most; more where there are more. */
static unsigned forks(const ev_automaton *a, uint32_t state, unsigned char bytes[MOST_FORKS]) {
  unsigned count = 0;
  for (unsigned byte = 0; byte < 256 && count <= MOST_FORKS; byte++) {
    if (is_dead(a, next(a, state, byte))) continue;
    if (count < MOST_FORKS) bytes[count] = (unsigned char)byte;
    count++;
  }
  return count;
}

static bool add_found(ev_starts *s, const ev_start *start) {
  if (s->found_count == s->most) return false;
  ev_str text = ev_str_copy(s->arena, (ev_str){start->text, start->size});
  s->found[s->found_count++] = text;
  return text.at != NULL;
}

static bool add_pending(ev_starts *s, const ev_start *from, unsigned char byte) {
  if (s->pending_count == s->most) return false;
  ev_start *start = &s->pending[s->pending_count++];
  *start = *from;
  start->text[start->size++] = (char)byte;
  start->state = next(s->automaton, from->state, byte);
  return true;
}

/* Takes the last pending string: what goes on from it is pending then, or it is found. */
static bool step(ev_starts *s) {
  unsigned char bytes[MOST_FORKS];
  ev_start start = s->pending[--s->pending_count];
  unsigned count = forks(s->automaton, start.state, bytes);
  if (s->automaton->accepting[start.state] || count > MOST_FORKS || start.size == LONGEST_START)
    return add_found(s, &start);
  for (unsigned i = count; i-- > 0;)
    if (!add_pending(s, &start, bytes[i])) return false;
  return true;
}

size_t ev_automaton_starts(ev_arena *arena, const ev_automaton *automaton, ev_str *out, size_t most) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_starts s = {.automaton = automaton, .arena = arena, .found = out, .most = most};
  s.pending = EV_NEW_ARRAY(&scratch, ev_start, most);
  bool told = s.pending != NULL;
  if (!told) arena->failed = true;
  s.pending_count = told && most > 0;
  for (unsigned steps = 0; told && s.pending_count > 0; steps++) told = steps < MOST_STEPS && step(&s);
  ev_arena_free(&scratch);
  return told ? s.found_count : 0;
}

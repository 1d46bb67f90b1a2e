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
  uint16_t members[256]; /* bytes of each class, how many */
  uint8_t lowest[256];   /* of each class that has a byte */
  uint32_t dead;         /* the state from which none accepts; UINT32_MAX: there is none */
  ev_arena *arena;
  ev_start *pending;
  size_t pending_count;
  ev_str *found;
  size_t found_count, most;
} ev_starts;

static const uint32_t *row_of(const ev_automaton *a, uint32_t state) {
  return a->table + (size_t)state * a->classes;
}

static bool is_dead(const ev_automaton *a, uint32_t state) {
  for (uint32_t c = 0; c < a->classes; c++)
    if (row_of(a, state)[c] != state) return false;
  return !a->accepting[state];
}

static void look_at_automaton(ev_starts *s) {
  s->dead = UINT32_MAX;
  for (uint32_t i = 0; i < s->automaton->states && s->dead == UINT32_MAX; i++)
    if (is_dead(s->automaton, i)) s->dead = i;
  for (unsigned byte = 256; byte-- > 0;) {
    s->members[s->automaton->class_of[byte]]++;
    s->lowest[s->automaton->class_of[byte]] = (uint8_t)byte;
  }
}

/* How many bytes go on from a state. */
static unsigned count_forks(const ev_starts *s, uint32_t state) {
  unsigned count = 0;
  for (uint32_t c = 0; c < s->automaton->classes; c++)
    if (row_of(s->automaton, state)[c] != s->dead) count += s->members[c];
  return count;
}

static bool add_found(ev_starts *s, const ev_start *start) {
  if (s->found_count == s->most) return false;
  ev_str text = ev_str_copy(s->arena, (ev_str){start->text, start->size});
  s->found[s->found_count++] = text;
  return text.at != NULL;
}

static bool add_pending(ev_starts *s, const ev_start *from, unsigned byte, uint32_t state) {
  if (s->pending_count == s->most) return false;
  ev_start *start = &s->pending[s->pending_count++];
  *start = *from;
  start->text[start->size++] = (char)byte;
  start->state = state;
  return true;
}

/* By each byte of a class that goes on from there. */
static bool follow_class(ev_starts *s, const ev_start *from, uint32_t class_) {
  uint32_t state = row_of(s->automaton, from->state)[class_];
  unsigned left = state == s->dead ? 0 : s->members[class_];
  for (unsigned byte = s->lowest[class_]; left > 0; byte++) {
    if (s->automaton->class_of[byte] != class_) continue;
    if (!add_pending(s, from, byte, state)) return false;
    left--;
  }
  return true;
}

/* Takes the last pending string: what goes on from it is pending then, or it is found. */
static bool step(ev_starts *s) {
  ev_start start = s->pending[--s->pending_count];
  bool ends = s->automaton->accepting[start.state] || start.size == LONGEST_START;
  if (ends || count_forks(s, start.state) > MOST_FORKS) return add_found(s, &start);
  for (uint32_t c = 0; c < s->automaton->classes; c++)
    if (!follow_class(s, &start, c)) return false;
  return true;
}

size_t ev_automaton_starts(ev_arena *arena, const ev_automaton *automaton, ev_str *out, size_t most) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_starts s = {.automaton = automaton, .arena = arena, .found = out, .most = most};
  s.pending = EV_NEW_ARRAY(&scratch, ev_start, most);
  bool told = s.pending != NULL;
  look_at_automaton(&s);
  if (!told) arena->failed = true;
  s.pending_count = told && most > 0;
  for (unsigned steps = 0; told && s.pending_count > 0; steps++) told = steps < MOST_STEPS && step(&s);
  ev_arena_free(&scratch);
  return told ? s.found_count : 0;
}

/* Sets of names: automata against a plain matcher, laws of their algebra, and witnesses.
 *
 * An input is lines: `a GLOB` and `b GLOB` make two sets, any other line is a name to be matched. */
#include "harness.h"
#include "pattern.h"

#define MOST_LINES 16u
#define LONGEST    48u

typedef struct lines {
  ev_str a[MOST_LINES], b[MOST_LINES], names[MOST_LINES];
  size_t a_count, b_count, name_count;
} lines;

static void add_line(lines *l, ev_str line) {
  ev_str rest = ev_str_slice(line, line.size < 2 ? line.size : 2, line.size);
  if (ev_str_starts(line, EV_STR("a ")) && l->a_count < MOST_LINES)
    l->a[l->a_count++] = rest;
  else if (ev_str_starts(line, EV_STR("b ")) && l->b_count < MOST_LINES)
    l->b[l->b_count++] = rest;
  else if (l->name_count < MOST_LINES)
    l->names[l->name_count++] = line;
}

static void split(lines *l, ev_str text) {
  while (text.size) {
    size_t end = ev_str_find(text, EV_STR("\n"));
    if (end == SIZE_MAX) end = text.size;
    if (end > LONGEST) return;
    add_line(l, ev_str_slice(text, 0, end));
    text = ev_str_slice(text, end < text.size ? end + 1 : end, text.size);
  }
}

/* ---- the plain matcher: which ends of the name's beginnings a glob's beginning reaches */

/* A class, `at` behind its bracket; steps past it. */
static bool in_class(ev_str glob, size_t *at, uint32_t c) {
  bool negated = glob.at[*at] == '!', found = false;
  *at += negated;
  for (bool first = true; first || glob.at[*at] != ']'; first = false) {
    if (glob.at[*at] == '\\') ++*at;
    uint32_t low = ev_utf8_next(glob, at), high = low;
    if (glob.at[*at] == '-' && glob.at[*at + 1] != ']') {
      ++*at;
      if (glob.at[*at] == '\\') ++*at;
      high = ev_utf8_next(glob, at);
    }
    found |= low <= c && c <= high;
  }
  ++*at;
  return found != negated;
}

/* One step of the glob that is no `*`: false where the code point is another. */
static bool step_takes(ev_str glob, size_t at, uint32_t c) {
  uint32_t g = ev_utf8_next(glob, &at);
  if (g == '?') return true;
  if (g == '[') return in_class(glob, &at, c);
  return (g == '\\' ? ev_utf8_next(glob, &at) : g) == c;
}

static size_t behind_step(ev_str glob, size_t at) {
  uint32_t g = ev_utf8_next(glob, &at);
  if (g == '[') (void)in_class(glob, &at, 0);
  if (g == '\\') (void)ev_utf8_next(glob, &at);
  return at;
}

static bool plain_match(ev_str glob, ev_str name) {
  bool reached[LONGEST + 1] = {true};
  for (size_t at = 0; at < glob.size;) {
    bool next[LONGEST + 1] = {false};
    bool star = glob.at[at] == '*';
    for (size_t i = 0; i <= name.size; i++) {
      if (star) next[i] = reached[i] || (i > 0 && next[i - 1]);
      if (star || !reached[i] || i == name.size) continue;
      size_t end = i;
      uint32_t c = ev_utf8_next(name, &end);
      bool valid = ev_utf8_invalid_at(ev_str_slice(name, i, end)) == SIZE_MAX;
      if (valid && step_takes(glob, at, c)) next[end] = true;
    }
    memcpy(reached, next, sizeof next);
    at = star ? at + 1 : behind_step(glob, at);
  }
  return reached[name.size];
}

static bool plain_match_any(const ev_str *globs, size_t count, ev_str name) {
  for (size_t i = 0; i < count; i++)
    if (plain_match(globs[i], name)) return true;
  return false;
}

/* ---- witnesses */

/* Bytes from each state to the nearest accepting one, UINT32_MAX for never. */
static uint32_t *distances(ev_arena *arena, const ev_automaton *a) {
  uint32_t *far = ev_arena_array(arena, a->states, sizeof *far);
  check(far != NULL);
  for (uint32_t s = 0; s < a->states; s++) far[s] = a->accepting[s] ? 0 : UINT32_MAX;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < a->states * a->classes; i++) {
      uint32_t there = far[a->table[i]];
      if (there == UINT32_MAX || there + 1 >= far[i / a->classes]) continue;
      far[i / a->classes] = there + 1;
      changed = true;
    }
  }
  return far;
}

/* The least byte that leads nearer. */
static unsigned least_byte(const ev_automaton *a, const uint32_t *far, uint32_t state) {
  unsigned byte = 0;
  while (far[a->table[state * a->classes + a->class_of[byte]]] != far[state] - 1) byte++;
  return byte;
}

static void check_witness(ev_arena *arena, const ev_automaton *a) {
  ev_str witness = ev_automaton_witness(arena, a);
  const uint32_t *far = distances(arena, a);
  check(ev_automaton_is_empty(a) == (far[0] == UINT32_MAX) && !witness.at == (far[0] == UINT32_MAX));
  if (!witness.at) return;
  check(witness.size == far[0] && ev_automaton_match(a, witness));
  uint32_t state = 0;
  for (size_t i = 0; i < witness.size; i++) {
    unsigned byte = (unsigned char)witness.at[i];
    check(byte == least_byte(a, far, state));
    state = a->table[state * a->classes + a->class_of[byte]];
  }
}

/* ---- laws */

static bool same(const ev_automaton *a, const ev_automaton *b) {
  return a->states == b->states && a->classes == b->classes &&
         memcmp(a->class_of, b->class_of, sizeof a->class_of) == 0 &&
         memcmp(a->table, b->table, (size_t)a->states * a->classes * sizeof *a->table) == 0 &&
         memcmp(a->accepting, b->accepting, a->states) == 0;
}

typedef struct algebra {
  ev_automaton *a, *b, *either, *both, *less, *not_a, *not_b;
} algebra;

static bool make_algebra(ev_arena *arena, algebra *g) {
  return ev_automaton_union(arena, g->a, g->b, &g->either) == EV_PATTERN_OK &&
         ev_automaton_intersection(arena, g->a, g->b, &g->both) == EV_PATTERN_OK &&
         ev_automaton_difference(arena, g->a, g->b, &g->less) == EV_PATTERN_OK &&
         ev_automaton_complement(arena, g->a, &g->not_a) == EV_PATTERN_OK &&
         ev_automaton_complement(arena, g->b, &g->not_b) == EV_PATTERN_OK;
}

/* Minimal automata of the same set are the same. */
static void check_laws(ev_arena *arena, const algebra *g) {
  ev_automaton *left = NULL, *right = NULL;
  ev_pattern_status status;
  ev_str witness;
  check(ev_automaton_complement(arena, g->not_a, &left) == EV_PATTERN_OK && same(left, g->a));
  check(ev_automaton_intersection(arena, g->a, g->not_b, &left) == EV_PATTERN_OK && same(left, g->less));
  check(ev_automaton_complement(arena, g->either, &left) == EV_PATTERN_OK);
  check(ev_automaton_intersection(arena, g->not_a, g->not_b, &right) == EV_PATTERN_OK && same(left, right));
  check(ev_automaton_union(arena, g->less, g->both, &left) == EV_PATTERN_OK && same(left, g->a));
  bool within = ev_automaton_contains(arena, g->b, g->a, &witness, &status);
  check(status == EV_PATTERN_OK && within == ev_automaton_is_empty(g->less));
  if (!within) check(ev_str_equal(witness, ev_automaton_witness(arena, g->less)));
}

static void check_names(const algebra *g, const lines *l) {
  for (size_t i = 0; i < l->name_count; i++) {
    ev_str name = l->names[i];
    bool a = plain_match_any(l->a, l->a_count, name), b = plain_match_any(l->b, l->b_count, name);
    check(ev_automaton_match(g->a, name) == a && ev_automaton_match(g->b, name) == b);
    check(ev_automaton_match(g->either, name) == (a || b) && ev_automaton_match(g->both, name) == (a && b));
    check(ev_automaton_match(g->less, name) == (a && !b) && ev_automaton_match(g->not_a, name) == !a);
  }
}

static bool make_set(ev_arena *arena, const ev_str *globs, size_t count, ev_automaton **out) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  size_t which;
  ev_pattern_status status = ev_automaton_set(arena, &scratch, globs, NULL, count, out, &which, NULL);
  ev_arena_free(&scratch);
  return status == EV_PATTERN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lines l = {.a_count = 0};
  algebra g = {.a = NULL};
  ev_arena arena;
  if (size > 512) return 0;
  split(&l, (ev_str){(const char *)data, size});
  ev_arena_init(&arena, 0);
  if (make_set(&arena, l.a, l.a_count, &g.a) && make_set(&arena, l.b, l.b_count, &g.b) && g.a->states < 200 &&
      g.b->states < 200 && make_algebra(&arena, &g)) {
    const ev_automaton *all[] = {g.a, g.b, g.either, g.both, g.less, g.not_a};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) check(ev_automaton_is_valid(all[i]));
    check_names(&g, &l);
    check_laws(&arena, &g);
    check_witness(&arena, g.a);
    check_witness(&arena, g.less);
    check_witness(&arena, g.not_a);
  }
  ev_arena_free(&arena);
  return 0;
}

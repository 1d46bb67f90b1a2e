/* Subset construction: a state of the DFA is the sorted set of NFA states that a text may have reached. */
#include <stdlib.h>

#include "dfa.h"

/* ---- numbering of keys */

static uint64_t hash_words(const uint32_t *key, uint32_t length) {
  return ev_str_hash((ev_str){(const char *)key, (size_t)length * sizeof *key});
}

static bool same_key(const ev_numbering *n, uint32_t number, const uint32_t *key, uint32_t length) {
  return n->lengths[number] == length && memcmp(n->keys[number], key, (size_t)length * sizeof *key) == 0;
}

static uint32_t *find_slot(const ev_numbering *n, const uint32_t *key, uint32_t length) {
  uint32_t i = (uint32_t)(hash_words(key, length) >> 8) & n->mask;
  while (n->slots[i] && !same_key(n, n->slots[i] - 1, key, length)) i = (i + 1) & n->mask;
  return &n->slots[i];
}

static bool grow(ev_numbering *n) {
  uint32_t capacity = n->capacity ? n->capacity * 2 : 32;
  const uint32_t **keys = EV_NEW_ARRAY(n->arena, const uint32_t *, capacity);
  uint32_t *lengths = EV_NEW_ARRAY(n->arena, uint32_t, capacity);
  n->slots = EV_NEW_ARRAY(n->arena, uint32_t, (size_t)capacity * 2);
  if (!keys || !lengths || !n->slots) return false;
  if (n->count) {
    memcpy(keys, n->keys, n->count * sizeof *keys);
    memcpy(lengths, n->lengths, n->count * sizeof *lengths);
  }
  n->keys = keys;
  n->lengths = lengths;
  n->capacity = capacity;
  n->mask = capacity * 2 - 1;
  for (uint32_t i = 0; i < n->count; i++) *find_slot(n, keys[i], lengths[i]) = i + 1;
  return true;
}

uint32_t ev_number_of(ev_numbering *n, const uint32_t *key, uint32_t length, bool *is_new) {
  *is_new = false;
  if (n->count == n->capacity && !grow(n)) return UINT32_MAX;
  uint32_t *slot = find_slot(n, key, length);
  if (*slot) return *slot - 1;
  uint32_t *copy = EV_NEW_ARRAY(n->arena, uint32_t, (size_t)length + 1);
  if (!copy) return UINT32_MAX;
  if (length) memcpy(copy, key, (size_t)length * sizeof *copy);
  n->keys[n->count] = copy;
  n->lengths[n->count] = length;
  *slot = ++n->count;
  *is_new = true;
  return n->count - 1;
}

/* ---- byte classes: bytes that no move tells apart */

static uint32_t find_classes(const ev_nfa *nfa, uint8_t class_of[256], uint8_t first_byte[256]) {
  bool boundary[257] = {true};
  for (uint32_t i = 0; i < nfa->move_count; i++) {
    boundary[nfa->moves[i].low] = true;
    boundary[nfa->moves[i].high + 1] = true;
  }
  uint32_t classes = 0;
  for (uint32_t byte = 0; byte < 256; byte++) {
    if (boundary[byte]) first_byte[classes++] = (uint8_t)byte;
    class_of[byte] = (uint8_t)(classes - 1);
  }
  return classes;
}

/* ---- states */

typedef struct ev_subset {
  ev_arena scratch;
  const ev_nfa *nfa;
  ev_numbering sets;
  ev_dfa dfa;
  uint32_t *targets; /* of one step, all classes together */
  uint32_t *starts;  /* of each class in `targets`; classes + 1 entries */
  size_t target_capacity;
} ev_subset;

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static uint32_t sort_unique(uint32_t *at, uint32_t count) {
  if (count < 2) return count;
  qsort(at, count, sizeof *at, by_value);
  uint32_t kept = 1;
  for (uint32_t i = 1; i < count; i++)
    if (at[i] != at[kept - 1]) at[kept++] = at[i];
  return kept;
}

static bool is_accepting(const ev_nfa *nfa, const uint32_t *set, uint32_t length) {
  for (uint32_t i = 0; i < length; i++)
    if (nfa->accepting[set[i]]) return true;
  return false;
}

/* The DFA state of a set, made if it is new. */
static ev_pattern_status state_of(ev_subset *s, uint32_t *set, uint32_t length, uint32_t *out) {
  bool is_new;
  length = sort_unique(set, length);
  *out = ev_number_of(&s->sets, set, length, &is_new);
  if (*out == UINT32_MAX) return EV_PATTERN_NO_MEMORY;
  return is_new ? ev_dfa_state(&s->dfa, is_accepting(s->nfa, set, length)) : EV_PATTERN_OK;
}

/* Counts (targets == NULL) or collects the targets of each class. */
static void collect(const ev_subset *s, const uint32_t *set, uint32_t length, uint32_t *cursor,
                    uint32_t *targets) {
  const ev_nfa *nfa = s->nfa;
  for (uint32_t i = 0; i < length; i++)
    for (uint32_t m = nfa->first[set[i]]; m; m = nfa->moves[m - 1].next) {
      const ev_move *move = &nfa->moves[m - 1];
      for (uint32_t c = s->dfa.class_of[move->low]; c <= s->dfa.class_of[move->high]; c++) {
        if (targets) targets[cursor[c]] = move->to;
        cursor[c]++;
      }
    }
}

static bool make_targets(ev_subset *s, size_t need) {
  if (need <= s->target_capacity) return true;
  s->target_capacity = need * 2;
  s->targets = EV_NEW_ARRAY(&s->scratch, uint32_t, s->target_capacity);
  return s->targets != NULL;
}

static ev_pattern_status step(ev_subset *s, uint32_t state) {
  const uint32_t *set = s->sets.keys[state];
  uint32_t length = s->sets.lengths[state], classes = s->dfa.classes;
  uint32_t cursor[257] = {0};
  collect(s, set, length, cursor, NULL);
  uint32_t total = 0;
  for (uint32_t c = 0; c <= classes; c++) {
    uint32_t count = c < classes ? cursor[c] : 0;
    s->starts[c] = cursor[c] = total;
    total += count;
  }
  if (!make_targets(s, (size_t)total + 1)) return EV_PATTERN_NO_MEMORY;
  collect(s, set, length, cursor, s->targets);
  for (uint32_t c = 0; c < classes; c++) {
    uint32_t next = 0;
    ev_pattern_status status = state_of(s, s->targets + s->starts[c], s->starts[c + 1] - s->starts[c], &next);
    if (status != EV_PATTERN_OK) return status;
    s->dfa.table[(size_t)state * classes + c] = next;
  }
  return EV_PATTERN_OK;
}

static ev_pattern_status run(ev_subset *s) {
  uint8_t first_byte[256];
  s->dfa.classes = find_classes(s->nfa, s->dfa.class_of, first_byte);
  s->starts = EV_NEW_ARRAY(&s->scratch, uint32_t, s->dfa.classes + 1);
  uint32_t *start = EV_NEW_ARRAY(&s->scratch, uint32_t, (size_t)s->nfa->start_count + 1);
  if (!s->starts || !start) return EV_PATTERN_NO_MEMORY;
  if (s->nfa->start_count) memcpy(start, s->nfa->starts, s->nfa->start_count * sizeof *start);
  uint32_t zero;
  ev_pattern_status status = state_of(s, start, s->nfa->start_count, &zero);
  for (uint32_t i = 0; status == EV_PATTERN_OK && i < s->dfa.states; i++) status = step(s, i);
  return status;
}

ev_pattern_status ev_nfa_to_automaton(ev_arena *arena, const ev_nfa *nfa, ev_automaton **out) {
  if (nfa->failed) return EV_PATTERN_NO_MEMORY;
  ev_subset s = {.nfa = nfa};
  ev_arena_init(&s.scratch, 0);
  s.sets.arena = s.dfa.arena = &s.scratch;
  ev_pattern_status status = run(&s);
  if (status == EV_PATTERN_OK) status = ev_dfa_minimise(arena, &s.dfa, out);
  ev_arena_free(&s.scratch);
  return status;
}

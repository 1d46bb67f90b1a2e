/* Subset construction: a state of the DFA is the set of states of the NFA that a text may have reached. */
#include <stdlib.h>

#include "nfa.h"
#include "numbering.h"

/* Members of sets that are looked at, in all: what bounds the time. */
#define EV_MAX_SUBSET_STEPS ((size_t)1 << 25)

typedef struct ev_subset {
  const ev_nfa *nfa;
  ev_dfa *dfa;
  ev_numbering sets;
  uint32_t everything; /* a state that accepts all texts, whoever's it is; EV_NO_STATE when there is none */
  size_t steps;

  /* Of the state that is being worked on. */
  uint32_t *staying; /* those of its states that loop: they are in every next set */
  size_t staying_count, staying_capacity;
  uint32_t *targets;      /* of its moves, by class */
  uint32_t ends[256 + 1]; /* in `targets`: those of class c stand between ends[c] and ends[c + 1] */
  size_t target_capacity;
  uint32_t *set; /* the next set, being built */
  size_t set_capacity;
} ev_subset;

/* ---- byte classes: bytes that no move tells apart */

static void find_classes(const ev_nfa *nfa, ev_dfa *dfa) {
  bool begins[256 + 1] = {true};
  for (uint32_t i = 0; i < nfa->move_count; i++) {
    begins[nfa->moves[i].low] = true;
    begins[nfa->moves[i].high + 1] = true;
  }
  for (uint32_t byte = 0; byte < 256; byte++) {
    dfa->classes += begins[byte];
    dfa->class_of[byte] = (uint8_t)(dfa->classes - 1);
  }
}

/* ---- sets in normal form: ascending, without what adds nothing */

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* The first `sorted` are in order already. */
static void sort(uint32_t *at, size_t sorted, size_t count) {
  if (count - sorted > 16) {
    qsort(at, count, sizeof *at, by_number);
    return;
  }
  for (size_t i = sorted; i < count; i++) {
    uint32_t value = at[i];
    size_t k = i;
    for (; k > 0 && at[k - 1] > value; k--) at[k] = at[k - 1];
    at[k] = value;
  }
}

/* From a state that loops a pattern accepts all that it does from its earlier states, so those can go; and
 * beside a state that accepts all texts everything can go. Gives the new size. */
static size_t normalise(const ev_subset *s, uint32_t *set, size_t count) {
  size_t kept = count; /* from here on */
  uint32_t covered = EV_NO_STATE;
  for (size_t i = count; i-- > 0;) {
    const ev_nfa_state *state = &s->nfa->states[set[i]];
    if (set[i] >= covered || (kept < count && set[kept] == set[i])) continue;
    if (state->loops && state->accepting) {
      set[0] = s->everything;
      return 1;
    }
    if (state->loops) covered = state->pattern;
    set[--kept] = set[i];
  }
  memmove(set, set + kept, (count - kept) * sizeof *set);
  return count - kept;
}

static bool is_accepting(const ev_nfa *nfa, const uint32_t *set, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (nfa->states[set[i]].accepting) return true;
  return false;
}

/* The state of the set that was built in s->set, made if it is new. */
static ev_pattern_status state_of(ev_subset *s, size_t sorted, size_t count, uint32_t *state) {
  *state = EV_NO_STATE;
  if (count == 0) return EV_PATTERN_OK;
  s->steps += count;
  if (s->steps > EV_MAX_SUBSET_STEPS) return EV_PATTERN_TOO_MANY_STATES;
  sort(s->set, sorted, count);
  count = normalise(s, s->set, count);
  uint32_t before = s->sets.count;
  ev_pattern_status status = ev_number_of(&s->sets, s->set, count, state);
  if (status != EV_PATTERN_OK || s->sets.count == before) return status;
  return ev_dfa_add_state(s->dfa, is_accepting(s->nfa, s->set, count));
}

/* ---- one state: its moves sorted by class, then a set for each class */

static bool make_room(ev_subset *s, uint32_t **at, size_t *capacity, size_t need) {
  if (need <= *capacity) return true;
  size_t larger = need > *capacity * 2 ? need + 16 : *capacity * 2;
  uint32_t *grown = EV_NEW_ARRAY(s->dfa->scratch, uint32_t, larger);
  if (!grown) return false;
  *at = grown;
  *capacity = larger;
  return true;
}

/* Counts the moves of each class into ends[class + 1]; the states that loop go to s->staying, which has room.
 */
static size_t count_moves(ev_subset *s, const uint32_t *set, size_t count) {
  size_t total = 0;
  memset(s->ends, 0, (s->dfa->classes + 1) * sizeof *s->ends);
  s->staying_count = 0;
  for (size_t i = 0; i < count; i++) {
    const ev_nfa_state *state = &s->nfa->states[set[i]];
    if (state->loops) s->staying[s->staying_count++] = set[i];
    for (uint32_t m = state->moves; m; m = s->nfa->moves[m - 1].next) {
      const ev_move *move = &s->nfa->moves[m - 1];
      uint32_t low = s->dfa->class_of[move->low], high = s->dfa->class_of[move->high];
      for (uint32_t c = low; c <= high; c++) s->ends[c + 1]++;
      total += high - low + 1;
    }
  }
  return total;
}

/* Afterwards class c's targets stand between ends[c] and ends[c + 1]. */
static void place_targets(ev_subset *s, const uint32_t *set, size_t count) {
  uint32_t place[256];
  for (uint32_t c = 0; c < s->dfa->classes; c++) {
    place[c] = s->ends[c];
    s->ends[c + 1] += s->ends[c];
  }
  for (size_t i = 0; i < count; i++)
    for (uint32_t m = s->nfa->states[set[i]].moves; m; m = s->nfa->moves[m - 1].next) {
      const ev_move *move = &s->nfa->moves[m - 1];
      uint32_t high = s->dfa->class_of[move->high];
      for (uint32_t c = s->dfa->class_of[move->low]; c <= high; c++) s->targets[place[c]++] = move->to;
    }
}

/* Sorts the moves of a state by class and makes room for the sets that they lead to. */
static ev_pattern_status sort_moves(ev_subset *s, uint32_t state) {
  size_t count;
  const uint32_t *set = ev_numbered(&s->sets, state, &count);
  if (!make_room(s, &s->staying, &s->staying_capacity, count)) return EV_PATTERN_NO_MEMORY;
  size_t total = count_moves(s, set, count);
  s->steps += total;
  if (s->steps > EV_MAX_SUBSET_STEPS) return EV_PATTERN_TOO_MANY_STATES;
  if (!make_room(s, &s->targets, &s->target_capacity, total)) return EV_PATTERN_NO_MEMORY;
  if (!make_room(s, &s->set, &s->set_capacity, s->staying_count + total)) return EV_PATTERN_NO_MEMORY;
  place_targets(s, set, count);
  return EV_PATTERN_OK;
}

/* The state that a class leads to. */
static ev_pattern_status next_state(ev_subset *s, uint32_t c, uint32_t *next) {
  size_t staying = s->staying_count, moved = s->ends[c + 1] - s->ends[c];
  if (staying) memcpy(s->set, s->staying, staying * sizeof *s->set);
  if (moved) memcpy(s->set + staying, s->targets + s->ends[c], moved * sizeof *s->set);
  return state_of(s, staying, staying + moved, next);
}

/* Fills the row of a state. Most classes have no move of their own and share where they lead. */
static ev_pattern_status fill_row(ev_subset *s, uint32_t state) {
  uint32_t resting = EV_NO_STATE;
  bool rested = false;
  ev_pattern_status status = sort_moves(s, state);
  for (uint32_t c = 0; c < s->dfa->classes && status == EV_PATTERN_OK; c++) {
    bool moves = s->ends[c + 1] > s->ends[c];
    uint32_t next = resting;
    if (moves || !rested) status = next_state(s, c, &next);
    if (!moves) resting = next;
    rested = rested || !moves;
    ev_dfa_row(s->dfa, state)[c] = next;
  }
  return status;
}

static uint32_t find_everything(const ev_nfa *nfa) {
  for (uint32_t i = 0; i < nfa->state_count; i++)
    if (nfa->states[i].loops && nfa->states[i].accepting) return i;
  return EV_NO_STATE;
}

static ev_pattern_status add_start(ev_subset *s) {
  uint32_t start;
  if (!make_room(s, &s->set, &s->set_capacity, 3)) return EV_PATTERN_NO_MEMORY;
  size_t count = ev_nfa_starts(s->nfa, s->set);
  return state_of(s, count, count, &start);
}

ev_pattern_status ev_nfa_determine(ev_arena *scratch, const ev_nfa *nfa, ev_dfa *out) {
  *out = (ev_dfa){.scratch = scratch};
  find_classes(nfa, out);
  ev_subset s = {.nfa = nfa, .dfa = out, .everything = find_everything(nfa)};
  s.sets = ev_numbering_make(scratch, EV_MAX_AUTOMATON_STATES);
  ev_pattern_status status = add_start(&s);
  for (uint32_t i = 0; i < out->states && status == EV_PATTERN_OK; i++) status = fill_row(&s, i);
  return status;
}

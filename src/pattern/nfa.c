#include "nfa.h"

#include "numbering.h"

/* Room for one more of `count` objects; false sets the status. */
static bool make_room(ev_nfa *nfa, void **at, uint32_t count, uint32_t *capacity, uint32_t limit,
                      size_t size) {
  if (nfa->status == EV_PATTERN_OK && count >= limit) nfa->status = EV_PATTERN_TOO_MANY_STATES;
  if (nfa->status != EV_PATTERN_OK) return false;
  if (count < *capacity) return true;
  uint32_t larger = *capacity ? *capacity * 2 : 64;
  void *grown = ev_grown(nfa->arena, *at, count, larger, size);
  if (!grown) {
    nfa->status = EV_PATTERN_NO_MEMORY;
    return false;
  }
  *at = grown;
  *capacity = larger;
  return true;
}

uint32_t ev_nfa_add_state(ev_nfa *nfa) {
  void *states = nfa->states;
  if (!make_room(nfa, &states, nfa->state_count, &nfa->state_capacity, EV_MAX_NFA_STATES,
                 sizeof *nfa->states))
    return 0;
  nfa->states = states;
  nfa->states[nfa->state_count] = (ev_nfa_state){.pattern = nfa->pattern};
  return nfa->state_count++;
}

static uint32_t add_first_state(ev_nfa *nfa) {
  nfa->pattern = nfa->state_count;
  return ev_nfa_add_state(nfa);
}

uint32_t ev_nfa_begin(ev_nfa *nfa, bool loops) {
  uint32_t *root = &nfa->roots[loops];
  if (*root == 0) {
    *root = add_first_state(nfa) + 1;
    if (nfa->status == EV_PATTERN_OK) nfa->states[*root - 1].loops = loops;
  }
  nfa->pattern = nfa->state_count;
  return *root - 1;
}

void ev_nfa_add_move(ev_nfa *nfa, uint32_t from, uint32_t to, uint8_t low, uint8_t high) {
  void *moves = nfa->moves;
  if (!make_room(nfa, &moves, nfa->move_count, &nfa->move_capacity, EV_MAX_NFA_MOVES, sizeof *nfa->moves))
    return;
  nfa->moves = moves;
  nfa->moves[nfa->move_count] = (ev_move){to, nfa->states[from].moves, low, high};
  nfa->states[from].moves = ++nfa->move_count;
}

static void add_row(ev_nfa *nfa, uint32_t first, const ev_dfa *dfa, uint32_t state) {
  const uint32_t *row = ev_dfa_row(dfa, state);
  for (uint32_t low = 0, high; low < 256; low = high + 1) {
    uint32_t to = row[dfa->class_of[low]];
    for (high = low; high < 255 && row[dfa->class_of[high + 1]] == to;) high++;
    if (to != EV_NO_STATE) ev_nfa_add_move(nfa, first + state, first + to, (uint8_t)low, (uint8_t)high);
  }
}

void ev_nfa_add_dfa(ev_nfa *nfa, const ev_dfa *dfa) {
  if (dfa->states == 0) return;
  uint32_t first = add_first_state(nfa);
  nfa->dfa_start = first + 1;
  for (uint32_t i = 1; i < dfa->states; i++) (void)ev_nfa_add_state(nfa);
  for (uint32_t i = 0; i < dfa->states && nfa->status == EV_PATTERN_OK; i++) {
    nfa->states[first + i].accepting = dfa->accepting[i];
    add_row(nfa, first, dfa, i);
  }
}

size_t ev_nfa_starts(const ev_nfa *nfa, uint32_t starts[3]) {
  bool turned = nfa->roots[1] && nfa->roots[1] < nfa->roots[0];
  uint32_t all[3] = {nfa->roots[turned], nfa->roots[!turned], nfa->dfa_start}; /* that one comes last */
  size_t count = 0;
  for (size_t i = 0; i < 3; i++)
    if (all[i]) starts[count++] = all[i] - 1;
  return count;
}

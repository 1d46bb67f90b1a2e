/* Hopcroft's minimisation as Valmari and Lehtinen have it for partial automata ("Efficient minimization of
 * DFAs with partial transition functions", 2008): O(m log n) for m transitions that lead to a state and n
 * states. Blocks of states are split by cords, sets of transitions of one class into one block; a split block
 * splits cords. Each half of a split is looked at once, and it is the smaller one. */
#include "dfa.h"

/* ---- a partition of the numbers below `size`, refined by marking members and splitting the marked ones off
 */

typedef struct ev_partition {
  uint32_t *members; /* set by set */
  uint32_t *place;   /* of a member in `members` */
  uint32_t *set_of;  /* of a member */
  uint32_t *first;   /* of a set in `members` */
  uint32_t *past;    /* the end of a set in `members` */
  uint32_t *marked;  /* of a set: how many; they stand at its beginning */
  uint32_t *touched; /* the sets with marks */
  uint32_t sets, touched_count;
} ev_partition;

static bool make_partition(ev_arena *scratch, ev_partition *p, uint32_t size) {
  uint32_t *all = EV_NEW_ARRAY(scratch, uint32_t, (size_t)size * 7);
  if (!all) return false;
  *p = (ev_partition){.members = all,
                      .place = all + size,
                      .set_of = all + (size_t)size * 2,
                      .first = all + (size_t)size * 3,
                      .past = all + (size_t)size * 4,
                      .marked = all + (size_t)size * 5,
                      .touched = all + (size_t)size * 6};
  return true;
}

/* Makes one set of `size` members. */
static void fill_partition(ev_partition *p, uint32_t size) {
  for (uint32_t i = 0; i < size; i++) p->members[i] = p->place[i] = i;
  p->past[0] = size;
  p->sets = 1;
}

/* A member that is not marked. */
static void mark(ev_partition *p, uint32_t member) {
  uint32_t set = p->set_of[member];
  uint32_t from = p->place[member], to = p->first[set] + p->marked[set];
  p->members[from] = p->members[to];
  p->place[p->members[from]] = from;
  p->members[to] = member;
  p->place[member] = to;
  if (p->marked[set]++ == 0) p->touched[p->touched_count++] = set;
}

/* Cuts a set in two; the smaller part becomes the last set. */
static void cut(ev_partition *p, uint32_t set, uint32_t at) {
  uint32_t new_set = p->sets++;
  if (at - p->first[set] <= p->past[set] - at) {
    p->first[new_set] = p->first[set];
    p->past[new_set] = p->first[set] = at;
  } else {
    p->first[new_set] = at;
    p->past[new_set] = p->past[set];
    p->past[set] = at;
  }
  for (uint32_t i = p->first[new_set]; i < p->past[new_set]; i++) p->set_of[p->members[i]] = new_set;
}

/* Splits the marked members off each set where there are others. */
static void split(ev_partition *p) {
  while (p->touched_count) {
    uint32_t set = p->touched[--p->touched_count];
    uint32_t at = p->first[set] + p->marked[set];
    p->marked[set] = 0;
    if (at < p->past[set]) cut(p, set, at);
  }
}

/* ---- transitions, sorted by class, and by the state that they lead to */

typedef struct ev_transitions {
  uint32_t count;
  uint32_t *from, *to; /* by class */
  uint32_t *ends;      /* of the transitions of each class */
  uint32_t *into;      /* numbers of transitions, by the state they lead to */
  uint32_t *into_ends; /* of each state in `into`: i's start at into_ends[i], i + 1's behind them */
} ev_transitions;

static bool is_transition(const uint8_t *kept, uint32_t to) { return to != EV_NO_STATE && kept[to]; }

/* Counts the transitions between kept states by class: ends[c] is where those of class c begin. */
static void count_transitions(const ev_dfa *dfa, const uint8_t *kept, ev_transitions *t) {
  for (uint32_t i = 0; i < dfa->states; i++) {
    const uint32_t *row = ev_dfa_row(dfa, i);
    if (!kept[i]) continue;
    for (uint32_t c = 0; c < dfa->classes; c++) t->ends[c] += is_transition(kept, row[c]);
  }
  for (uint32_t c = 0; c < dfa->classes; c++) {
    uint32_t count = t->ends[c];
    t->ends[c] = t->count;
    t->count += count;
  }
}

/* Moves each of t->ends from the beginning to the end of its class. */
static void place_transitions(const ev_dfa *dfa, const uint8_t *kept, ev_transitions *t) {
  for (uint32_t i = 0; i < dfa->states; i++) {
    const uint32_t *row = ev_dfa_row(dfa, i);
    if (!kept[i]) continue;
    for (uint32_t c = 0; c < dfa->classes; c++) {
      if (!is_transition(kept, row[c])) continue;
      t->from[t->ends[c]] = i;
      t->to[t->ends[c]++] = row[c];
    }
  }
}

static void sort_by_target(ev_transitions *t, uint32_t states) {
  for (uint32_t i = 0; i < t->count; i++) t->into_ends[t->to[i] + 1]++;
  for (uint32_t i = 0; i < states; i++) t->into_ends[i + 1] += t->into_ends[i];
  for (uint32_t i = t->count; i-- > 0;) t->into[--t->into_ends[t->to[i] + 1]] = i;
}

/* Afterwards the transitions into state i stand between into_ends[i + 1] and into_ends[i + 2]. */
static bool make_transitions(ev_arena *scratch, const ev_dfa *dfa, const uint8_t *kept, ev_transitions *t) {
  *t = (ev_transitions){.ends = EV_NEW_ARRAY(scratch, uint32_t, dfa->classes)};
  if (!t->ends) return false;
  count_transitions(dfa, kept, t);
  t->from = EV_NEW_ARRAY(scratch, uint32_t, t->count);
  t->to = EV_NEW_ARRAY(scratch, uint32_t, t->count);
  t->into = EV_NEW_ARRAY(scratch, uint32_t, t->count);
  t->into_ends = EV_NEW_ARRAY(scratch, uint32_t, (size_t)dfa->states + 2);
  if (!t->from || !t->to || !t->into || !t->into_ends) return false;
  place_transitions(dfa, kept, t);
  sort_by_target(t, dfa->states);
  t->into_ends[dfa->states + 1] = t->count;
  return true;
}

/* ---- states from which something is accepted */

/* Clears `kept` but for those; gives how many there are. */
static uint32_t keep_useful(ev_arena *scratch, const ev_dfa *dfa, const ev_transitions *t, uint8_t *kept) {
  uint32_t *queue = EV_NEW_ARRAY(scratch, uint32_t, dfa->states), count = 0;
  if (!queue) return UINT32_MAX;
  for (uint32_t i = 0; i < dfa->states; i++) {
    kept[i] = dfa->accepting[i];
    if (kept[i]) queue[count++] = i;
  }
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = t->into_ends[queue[i] + 1]; k < t->into_ends[queue[i] + 2]; k++) {
      uint32_t from = t->from[t->into[k]];
      if (!kept[from]) queue[count++] = from;
      kept[from] = 1;
    }
  return count;
}

static ev_pattern_status find_useful(ev_arena *scratch, const ev_dfa *dfa, uint8_t *kept, ev_transitions *t) {
  memset(kept, 1, dfa->states);
  if (!make_transitions(scratch, dfa, kept, t)) return EV_PATTERN_NO_MEMORY;
  uint32_t useful = keep_useful(scratch, dfa, t, kept);
  if (useful == dfa->states) return EV_PATTERN_OK;
  return useful != UINT32_MAX && make_transitions(scratch, dfa, kept, t) ? EV_PATTERN_OK
                                                                         : EV_PATTERN_NO_MEMORY;
}

/* ---- refinement */

static void split_by_accepting(ev_partition *blocks, const ev_dfa *dfa) {
  for (uint32_t i = 0; i < dfa->states; i++)
    if (dfa->accepting[i]) mark(blocks, i);
  split(blocks);
}

/* One cord for each class that has transitions. */
static void split_by_class(ev_partition *cords, const ev_transitions *t, uint32_t classes) {
  uint32_t start = 0;
  cords->sets = 0;
  for (uint32_t c = 0; c < classes; start = t->ends[c++]) {
    if (t->ends[c] == start) continue;
    cords->first[cords->sets] = start;
    cords->past[cords->sets] = t->ends[c];
    for (uint32_t i = start; i < t->ends[c]; i++) cords->set_of[i] = cords->sets;
    cords->sets++;
  }
}

static void split_cords(ev_partition *cords, const ev_partition *blocks, uint32_t block,
                        const ev_transitions *t) {
  for (uint32_t i = blocks->first[block]; i < blocks->past[block]; i++) {
    uint32_t state = blocks->members[i];
    for (uint32_t k = t->into_ends[state + 1]; k < t->into_ends[state + 2]; k++) mark(cords, t->into[k]);
  }
  split(cords);
}

static void refine(ev_partition *blocks, ev_partition *cords, const ev_transitions *t) {
  uint32_t block = 1; /* the cords are told apart by the first block when they are by all others */
  for (uint32_t cord = 0; cord < cords->sets; cord++) {
    for (uint32_t i = cords->first[cord]; i < cords->past[cord]; i++)
      mark(blocks, t->from[cords->members[i]]);
    split(blocks);
    for (; block < blocks->sets; block++) split_cords(cords, blocks, block, t);
  }
}

/* ---- the quotient */

/* A new number for each useful block, the start's first. */
static uint32_t number_blocks(const ev_partition *blocks, const uint8_t *kept, uint32_t *number) {
  uint32_t count = 1;
  for (uint32_t b = 0; b < blocks->sets; b++) {
    bool is_start = b == blocks->set_of[0];
    bool useful = kept[blocks->members[blocks->first[b]]];
    number[b] = is_start ? 0 : useful ? count : EV_NO_STATE;
    count += useful && !is_start;
  }
  return count;
}

static void fill_quotient(const ev_dfa *dfa, const ev_partition *blocks, const uint32_t *number,
                          ev_dfa *out) {
  for (uint32_t b = 0; b < blocks->sets; b++) {
    if (number[b] == EV_NO_STATE) continue;
    uint32_t state = blocks->members[blocks->first[b]];
    const uint32_t *row = ev_dfa_row(dfa, state);
    uint32_t *new_row = ev_dfa_row(out, number[b]);
    for (uint32_t c = 0; c < dfa->classes; c++)
      new_row[c] = row[c] == EV_NO_STATE ? EV_NO_STATE : number[blocks->set_of[row[c]]];
    out->accepting[number[b]] = dfa->accepting[state];
  }
}

static ev_pattern_status make_quotient(const ev_dfa *dfa, const ev_partition *blocks, const uint8_t *kept,
                                       ev_dfa *out) {
  uint32_t *number = EV_NEW_ARRAY(out->scratch, uint32_t, blocks->sets);
  if (!number) return EV_PATTERN_NO_MEMORY;
  out->states = out->capacity = number_blocks(blocks, kept, number);
  out->table = EV_NEW_ARRAY(out->scratch, uint32_t, (size_t)out->states * out->classes);
  out->accepting = EV_NEW_ARRAY(out->scratch, uint8_t, out->states);
  if (!out->table || !out->accepting) return EV_PATTERN_NO_MEMORY;
  fill_quotient(dfa, blocks, number, out);
  return EV_PATTERN_OK;
}

ev_pattern_status ev_dfa_minimise(ev_arena *scratch, const ev_dfa *dfa, ev_dfa *out) {
  *out = (ev_dfa){.scratch = scratch, .classes = dfa->classes};
  memcpy(out->class_of, dfa->class_of, sizeof out->class_of);
  if (dfa->states == 0) return EV_PATTERN_OK;
  ev_transitions t;
  ev_partition blocks, cords;
  uint8_t *kept = EV_NEW_ARRAY(scratch, uint8_t, dfa->states);
  ev_pattern_status status = kept ? find_useful(scratch, dfa, kept, &t) : EV_PATTERN_NO_MEMORY;
  if (status != EV_PATTERN_OK || !kept[0]) return status;
  if (!make_partition(scratch, &blocks, dfa->states) || !make_partition(scratch, &cords, t.count))
    return EV_PATTERN_NO_MEMORY;
  fill_partition(&blocks, dfa->states);
  if (t.count) fill_partition(&cords, t.count);
  split_by_accepting(&blocks, dfa);
  split_by_class(&cords, &t, dfa->classes);
  refine(&blocks, &cords, &t);
  return make_quotient(dfa, &blocks, kept, out);
}

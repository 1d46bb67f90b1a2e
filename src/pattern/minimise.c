/* Minimisation by partition refinement (Moore): blocks of states are split by where their moves lead until
 * nothing changes. A round costs states times classes; there are at most as many rounds as the longest text
 * that tells two states apart has bytes. Then bytes with equal columns become one class, and states are
 * numbered breadth first. */
#include "dfa.h"

ev_pattern_status ev_dfa_state(ev_dfa *dfa, bool accepting) {
  if (dfa->states >= EV_MAX_RAW_STATES) return EV_PATTERN_TOO_MANY_STATES;
  if (dfa->states == dfa->capacity) {
    uint32_t capacity = dfa->capacity ? dfa->capacity * 2 : 16;
    uint32_t *table = EV_NEW_ARRAY(dfa->arena, uint32_t, (size_t)capacity * dfa->classes);
    uint8_t *flags = EV_NEW_ARRAY(dfa->arena, uint8_t, capacity);
    if (!table || !flags) return EV_PATTERN_NO_MEMORY;
    if (dfa->states) {
      memcpy(table, dfa->table, (size_t)dfa->states * dfa->classes * sizeof *table);
      memcpy(flags, dfa->accepting, dfa->states);
    }
    dfa->table = table;
    dfa->accepting = flags;
    dfa->capacity = capacity;
  }
  dfa->accepting[dfa->states++] = accepting;
  return EV_PATTERN_OK;
}

typedef struct ev_partition {
  ev_arena scratch;
  const ev_dfa *dfa;
  uint32_t *block, *refined; /* of each state */
  uint32_t blocks;
  uint32_t *signature; /* classes + 1 words */
  uint32_t *slots;     /* hash of signatures: state + 1 */
  uint32_t mask;
} ev_partition;

static uint64_t hash_state(const ev_partition *p, uint32_t state) {
  const uint32_t *row = p->dfa->table + (size_t)state * p->dfa->classes;
  uint64_t hash = 0xcbf29ce484222325u ^ p->block[state];
  for (uint32_t c = 0; c < p->dfa->classes; c++) hash = (hash ^ p->block[row[c]]) * 0x100000001b3u;
  return hash ^ hash >> 29;
}

static bool alike(const ev_partition *p, uint32_t a, uint32_t b) {
  if (p->block[a] != p->block[b]) return false;
  const uint32_t *x = p->dfa->table + (size_t)a * p->dfa->classes;
  const uint32_t *y = p->dfa->table + (size_t)b * p->dfa->classes;
  for (uint32_t c = 0; c < p->dfa->classes; c++)
    if (p->block[x[c]] != p->block[y[c]]) return false;
  return true;
}

/* One round; the number of blocks afterwards. */
static uint32_t refine(ev_partition *p) {
  memset(p->slots, 0, ((size_t)p->mask + 1) * sizeof *p->slots);
  uint32_t blocks = 0;
  for (uint32_t state = 0; state < p->dfa->states; state++) {
    uint32_t i = (uint32_t)hash_state(p, state) & p->mask;
    while (p->slots[i] && !alike(p, p->slots[i] - 1, state)) i = (i + 1) & p->mask;
    if (!p->slots[i]) {
      p->slots[i] = state + 1;
      p->refined[state] = blocks++;
    } else {
      p->refined[state] = p->refined[p->slots[i] - 1];
    }
  }
  uint32_t *swap = p->block;
  p->block = p->refined;
  p->refined = swap;
  return blocks;
}

static bool partition(ev_partition *p) {
  uint32_t states = p->dfa->states;
  uint32_t slots = 16;
  while (slots < states * 2) slots *= 2;
  p->mask = slots - 1;
  p->block = EV_NEW_ARRAY(&p->scratch, uint32_t, states);
  p->refined = EV_NEW_ARRAY(&p->scratch, uint32_t, states);
  p->slots = EV_NEW_ARRAY(&p->scratch, uint32_t, slots);
  if (!p->block || !p->refined || !p->slots) return false;
  for (uint32_t i = 0; i < states; i++) p->block[i] = p->dfa->accepting[i];
  uint32_t before = 0;
  p->blocks = 1;
  while (p->blocks != before) {
    before = p->blocks;
    p->blocks = refine(p);
  }
  return true;
}

/* ---- the quotient, canonically */

typedef struct ev_quotient {
  uint32_t classes;
  uint32_t column[256]; /* of each new class: a class of the old */
  uint8_t class_of[256];
} ev_quotient;

static bool same_column(const ev_partition *p, uint32_t a, uint32_t b) {
  for (uint32_t s = 0; s < p->dfa->states; s++) {
    const uint32_t *row = p->dfa->table + (size_t)s * p->dfa->classes;
    if (p->block[row[a]] != p->block[row[b]]) return false;
  }
  return true;
}

/* Classes in the order of their lowest byte. */
static void merge_classes(const ev_partition *p, ev_quotient *q) {
  uint32_t merged[256];
  memset(merged, 0xff, sizeof merged);
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t old = p->dfa->class_of[byte];
    for (uint32_t c = 0; merged[old] == UINT32_MAX && c < q->classes; c++)
      if (same_column(p, q->column[c], old)) merged[old] = c;
    if (merged[old] == UINT32_MAX) {
      merged[old] = q->classes;
      q->column[q->classes++] = old;
    }
    q->class_of[byte] = (uint8_t)merged[old];
  }
}

/* Numbers blocks breadth first from the start's and fills the table row by row; unreachable ones fall away.
 */
static ev_pattern_status number_states(ev_partition *p, const ev_quotient *q, ev_automaton *out,
                                       ev_arena *arena) {
  uint32_t *number = EV_NEW_ARRAY(&p->scratch, uint32_t, p->blocks);
  uint32_t *member = EV_NEW_ARRAY(&p->scratch, uint32_t, p->blocks); /* new number -> some state */
  uint32_t *table = EV_NEW_ARRAY(&p->scratch, uint32_t, (size_t)p->blocks * q->classes);
  if (!number || !member || !table) return EV_PATTERN_NO_MEMORY;
  uint32_t count = 1;
  number[p->block[0]] = 1;
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t c = 0; c < q->classes; c++) {
      uint32_t to = p->dfa->table[(size_t)member[i] * p->dfa->classes + q->column[c]];
      uint32_t *slot = &number[p->block[to]];
      if (*slot == 0) {
        member[count] = to;
        *slot = ++count;
      }
      table[(size_t)i * q->classes + c] = *slot - 1;
    }
  if (count > EV_MAX_AUTOMATON_STATES) return EV_PATTERN_TOO_MANY_STATES;
  uint32_t *kept = EV_NEW_ARRAY(arena, uint32_t, (size_t)count * q->classes);
  uint8_t *accepting = EV_NEW_ARRAY(arena, uint8_t, count);
  if (!kept || !accepting) return EV_PATTERN_NO_MEMORY;
  memcpy(kept, table, (size_t)count * q->classes * sizeof *kept);
  for (uint32_t i = 0; i < count; i++) accepting[i] = p->dfa->accepting[member[i]];
  out->states = count;
  out->classes = q->classes;
  out->table = kept;
  out->accepting = accepting;
  memcpy(out->class_of, q->class_of, sizeof out->class_of);
  return EV_PATTERN_OK;
}

ev_pattern_status ev_dfa_minimise(ev_arena *arena, const ev_dfa *dfa, ev_automaton **out) {
  ev_partition p = {.dfa = dfa};
  ev_arena_init(&p.scratch, 0);
  ev_quotient q = {0};
  ev_automaton *made = EV_NEW(arena, ev_automaton);
  ev_pattern_status status = EV_PATTERN_NO_MEMORY;
  if (made && partition(&p)) {
    merge_classes(&p, &q);
    status = number_states(&p, &q, made, arena);
  }
  ev_arena_free(&p.scratch);
  if (status == EV_PATTERN_OK) *out = made;
  return status;
}

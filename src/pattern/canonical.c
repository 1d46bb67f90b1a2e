/* From a minimal partial automaton to the one complete automaton that stands for its set of strings. */
#include "dfa.h"

typedef struct ev_columns {
  uint32_t count;
  uint32_t column[256];  /* of each new class: a class of the partial automaton */
  uint8_t class_of[256]; /* new class of each byte */
} ev_columns;

/* ---- classes */

/* A hash of each column of the table, row by row. */
static void hash_columns(const ev_dfa *dfa, uint64_t hash[256]) {
  for (uint32_t c = 0; c < dfa->classes; c++) hash[c] = 0;
  for (uint32_t i = 0; i < dfa->states; i++) {
    const uint32_t *row = ev_dfa_row(dfa, i);
    for (uint32_t c = 0; c < dfa->classes; c++) hash[c] = (hash[c] ^ row[c]) * 0x9e3779b97f4a7c15u;
  }
}

static bool same_column(const ev_dfa *dfa, uint32_t a, uint32_t b) {
  for (uint32_t i = 0; i < dfa->states; i++) {
    const uint32_t *row = ev_dfa_row(dfa, i);
    if (row[a] != row[b]) return false;
  }
  return true;
}

/* The new class of an old one. */
static uint32_t new_class(const ev_dfa *dfa, const uint64_t hash[256], ev_columns *columns, uint32_t old) {
  for (uint32_t c = 0; c < columns->count; c++)
    if (hash[columns->column[c]] == hash[old] && same_column(dfa, columns->column[c], old)) return c;
  columns->column[columns->count] = old;
  return columns->count++;
}

static void merge_classes(const ev_dfa *dfa, ev_columns *columns) {
  uint64_t hash[256];
  uint32_t merged[256]; /* of each old class, plus one; 0 is not known yet */
  hash_columns(dfa, hash);
  memset(merged, 0, sizeof merged);
  columns->count = 0;
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t old = dfa->class_of[byte];
    if (!merged[old]) merged[old] = new_class(dfa, hash, columns, old) + 1;
    columns->class_of[byte] = (uint8_t)(merged[old] - 1);
  }
}

/* ---- states */

/* Old states in the order of their new numbers. */
typedef struct ev_order {
  uint32_t *number; /* of each old state, plus one; 0 is none yet. The last stands for EV_NO_STATE */
  uint32_t *old;    /* of each new number; `states` stands for EV_NO_STATE */
  uint32_t count;
} ev_order;

static uint32_t number_of(ev_order *order, uint32_t old) {
  if (!order->number[old]) {
    order->old[order->count] = old;
    order->number[old] = ++order->count;
  }
  return order->number[old] - 1;
}

/* Numbers the states breadth first and fills the table on the way. */
static void fill(const ev_dfa *dfa, const ev_columns *columns, ev_order *order, uint32_t *table,
                 uint8_t *accepting) {
  (void)number_of(order, 0);
  for (uint32_t i = 0; i < order->count; i++) {
    uint32_t old = order->old[i];
    bool is_sink = old == dfa->states;
    accepting[i] = is_sink ? 0 : dfa->accepting[old];
    for (uint32_t c = 0; c < columns->count; c++) {
      uint32_t to = is_sink ? EV_NO_STATE : ev_dfa_row(dfa, old)[columns->column[c]];
      *table++ = number_of(order, to == EV_NO_STATE ? dfa->states : to);
    }
  }
}

static bool is_complete(const ev_dfa *dfa) {
  for (size_t i = 0; i < (size_t)dfa->states * dfa->classes; i++)
    if (dfa->table[i] == EV_NO_STATE) return false;
  return true;
}

static ev_pattern_status make_empty(ev_arena *arena, ev_automaton **out) {
  ev_automaton *made = EV_NEW(arena, ev_automaton);
  uint32_t *table = EV_NEW(arena, uint32_t);
  uint8_t *accepting = EV_NEW(arena, uint8_t);
  if (!made || !table || !accepting) return EV_PATTERN_NO_MEMORY;
  *made = (ev_automaton){.states = 1, .classes = 1, .table = table, .accepting = accepting};
  *out = made;
  return EV_PATTERN_OK;
}

ev_pattern_status ev_dfa_canonical(ev_arena *arena, ev_arena *scratch, const ev_dfa *minimal,
                                   ev_automaton **out) {
  if (minimal->states == 0) return make_empty(arena, out);
  uint32_t states = minimal->states + !is_complete(minimal);
  if (states > EV_MAX_AUTOMATON_STATES) return EV_PATTERN_TOO_MANY_STATES;
  ev_columns columns;
  merge_classes(minimal, &columns);
  ev_order order = {.number = EV_NEW_ARRAY(scratch, uint32_t, (size_t)minimal->states + 1),
                    .old = EV_NEW_ARRAY(scratch, uint32_t, (size_t)minimal->states + 1)};
  ev_automaton *made = EV_NEW(arena, ev_automaton);
  uint32_t *table = EV_NEW_ARRAY(arena, uint32_t, (size_t)states * columns.count);
  uint8_t *accepting = EV_NEW_ARRAY(arena, uint8_t, states);
  if (!order.number || !order.old || !made || !table || !accepting) return EV_PATTERN_NO_MEMORY;
  fill(minimal, &columns, &order, table, accepting);
  *made = (ev_automaton){.states = states, .classes = columns.count, .table = table, .accepting = accepting};
  memcpy(made->class_of, columns.class_of, sizeof made->class_of);
  *out = made;
  return EV_PATTERN_OK;
}

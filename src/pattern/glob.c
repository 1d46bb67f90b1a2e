/* Globs to moves: a glob is a chain of states, one step a code point; `*` is a loop on any byte. */
#include "dfa.h"

/* ---- building */

/* A larger copy of an array in the arena; NULL without memory. */
static void *grown(ev_nfa *nfa, const void *at, uint32_t count, uint32_t *capacity, size_t size) {
  uint32_t larger = *capacity ? *capacity * 2 : 32;
  void *copy = larger > *capacity ? ev_arena_array(nfa->arena, larger, size) : NULL;
  if (!copy) {
    nfa->failed = true;
    return NULL;
  }
  if (count) memcpy(copy, at, count * size);
  *capacity = larger;
  return copy;
}

uint32_t ev_nfa_state(ev_nfa *nfa) {
  if (nfa->failed) return 0;
  if (nfa->states == nfa->state_capacity) {
    uint32_t capacity = nfa->state_capacity;
    uint32_t *first = grown(nfa, nfa->first, nfa->states, &nfa->state_capacity, sizeof *first);
    uint8_t *accepting = grown(nfa, nfa->accepting, nfa->states, &capacity, sizeof *accepting);
    if (!first || !accepting) return 0;
    nfa->first = first;
    nfa->accepting = accepting;
  }
  return nfa->states++;
}

void ev_nfa_move(ev_nfa *nfa, uint32_t from, uint32_t to, uint8_t low, uint8_t high) {
  if (nfa->failed) return;
  if (nfa->move_count == nfa->move_capacity) {
    ev_move *moves = grown(nfa, nfa->moves, nfa->move_count, &nfa->move_capacity, sizeof *moves);
    if (!moves) return;
    nfa->moves = moves;
  }
  nfa->moves[nfa->move_count] = (ev_move){to, low, high, nfa->first[from]};
  nfa->first[from] = ++nfa->move_count;
}

void ev_nfa_start(ev_nfa *nfa, uint32_t state) {
  if (nfa->failed) return;
  if (nfa->start_count == nfa->start_capacity) {
    uint32_t *starts = grown(nfa, nfa->starts, nfa->start_count, &nfa->start_capacity, sizeof *starts);
    if (!starts) return;
    nfa->starts = starts;
  }
  nfa->starts[nfa->start_count++] = state;
}

/* ---- code points: ranges that differ only in their last bytes share a sequence of byte ranges (Russ Cox,
 * "Regular Expression Matching in the Wild", on UTF-8 ranges) */

static void add_sequence(ev_nfa *nfa, uint32_t from, uint32_t to, uint32_t low, uint32_t high) {
  char a[4], b[4];
  size_t length = ev_utf8_encode(low, a);
  (void)ev_utf8_encode(high, b);
  for (size_t i = 0; i < length; i++) {
    uint32_t next = i + 1 == length ? to : ev_nfa_state(nfa);
    ev_nfa_move(nfa, from, next, (uint8_t)a[i], (uint8_t)b[i]);
    from = next;
  }
}

/* The largest prefix of low..high whose bytes vary independently of each other. */
static uint32_t sequence_end(uint32_t low, uint32_t high) {
  static const uint32_t ends[] = {0x7f, 0x7ff, 0xd7ff, 0xffff, 0x10ffff};
  for (size_t i = 0; i < 5; i++)
    if (low <= ends[i] && high > ends[i]) high = ends[i];
  if (low < 0x80) return high;
  for (uint32_t bits = 6; bits <= 18; bits += 6) {
    uint32_t mask = ((uint32_t)1 << bits) - 1;
    if ((low & ~mask) == (high & ~mask))
      break; /* one block of this size: the lower bytes are settled already */
    if (low & mask) return low | mask;
    if ((high & mask) != mask) high = (high & ~mask) - 1;
  }
  return high;
}

void ev_nfa_add_code_points(ev_nfa *nfa, uint32_t from, uint32_t to, uint32_t low, uint32_t high) {
  while (low <= high && !nfa->failed) {
    if (low >= 0xd800 && low <= 0xdfff) { /* no text holds these */
      low = 0xe000;
      continue;
    }
    uint32_t end = sequence_end(low, high);
    add_sequence(nfa, from, to, low, end);
    low = end + 1;
  }
}

/* ---- parsing */

typedef struct ev_glob {
  ev_str text;
  size_t at;
  ev_pattern_error *error;
} ev_glob;

static ev_pattern_status malformed(ev_glob *g, size_t at, const char *message) {
  if (g->error) *g->error = (ev_pattern_error){(uint32_t)at, message};
  return EV_PATTERN_MALFORMED;
}

typedef struct ev_code_range {
  uint32_t low, high;
} ev_code_range;

#define MAX_CLASS 256

static int by_low(const ev_code_range *a, const ev_code_range *b) {
  return (a->low > b->low) - (a->low < b->low);
}

static void sort_ranges(ev_code_range *ranges, size_t count) {
  for (size_t i = 1; i < count; i++)
    for (size_t k = i; k > 0 && by_low(&ranges[k - 1], &ranges[k]) > 0; k--) {
      ev_code_range swap = ranges[k];
      ranges[k] = ranges[k - 1];
      ranges[k - 1] = swap;
    }
}

static void add_class(ev_nfa *nfa, uint32_t from, uint32_t to, ev_code_range *ranges, size_t count,
                      bool negated) {
  if (!negated) {
    for (size_t i = 0; i < count; i++) ev_nfa_add_code_points(nfa, from, to, ranges[i].low, ranges[i].high);
    return;
  }
  sort_ranges(ranges, count);
  uint32_t next = 0;
  for (size_t i = 0; i < count; i++) {
    if (ranges[i].low > next) ev_nfa_add_code_points(nfa, from, to, next, ranges[i].low - 1);
    if (ranges[i].high >= next) next = ranges[i].high + 1;
  }
  if (next <= 0x10ffff) ev_nfa_add_code_points(nfa, from, to, next, 0x10ffff);
}

static ev_pattern_status class_member(ev_glob *g, size_t open, uint32_t *out) {
  if (g->at == g->text.size) return malformed(g, open, "this class is not closed: expected `]`");
  if (g->text.at[g->at] == '\\' && ++g->at == g->text.size)
    return malformed(g, g->at - 1, "a `\\` at the end quotes nothing: write `\\\\` for a backslash");
  *out = ev_utf8_next(g->text, &g->at);
  return EV_PATTERN_OK;
}

static bool at_char(const ev_glob *g, char c) { return g->at < g->text.size && g->text.at[g->at] == c; }

static ev_pattern_status class_range(ev_glob *g, size_t open, ev_code_range *out) {
  size_t start = g->at;
  ev_pattern_status status = class_member(g, open, &out->low);
  out->high = out->low;
  if (status != EV_PATTERN_OK) return status;
  bool range = at_char(g, '-') && g->at + 1 < g->text.size && g->text.at[g->at + 1] != ']';
  if (!range) return EV_PATTERN_OK;
  g->at++;
  status = class_member(g, open, &out->high);
  if (status == EV_PATTERN_OK && out->high < out->low)
    return malformed(g, start, "this range runs backwards: write the lower character first");
  return status;
}

static ev_pattern_status parse_class(ev_glob *g, ev_nfa *nfa, uint32_t from, uint32_t to) {
  size_t open = g->at++;
  bool negated = at_char(g, '!');
  if (negated) g->at++;
  ev_code_range ranges[MAX_CLASS];
  size_t count = 0;
  bool first = true;
  for (; first || !at_char(g, ']'); first = false) {
    if (count == MAX_CLASS) return malformed(g, open, "a class holds at most 256 characters and ranges");
    ev_pattern_status status = class_range(g, open, &ranges[count]);
    if (status != EV_PATTERN_OK) return status;
    count++;
  }
  g->at++;
  add_class(nfa, from, to, ranges, count, negated);
  return EV_PATTERN_OK;
}

static void add_bytes(ev_nfa *nfa, uint32_t *state, ev_str bytes) {
  for (size_t i = 0; i < bytes.size; i++) {
    uint32_t next = ev_nfa_state(nfa);
    ev_nfa_move(nfa, *state, next, (uint8_t)bytes.at[i], (uint8_t)bytes.at[i]);
    *state = next;
  }
}

static ev_pattern_status parse_step(ev_glob *g, ev_nfa *nfa, uint32_t *state) {
  char c = g->text.at[g->at];
  if (c == '*') {
    ev_nfa_move(nfa, *state, *state, 0, 255);
    while (at_char(g, '*')) g->at++;
    return EV_PATTERN_OK;
  }
  if (c == '?' || c == '[') {
    uint32_t next = ev_nfa_state(nfa);
    ev_pattern_status status = EV_PATTERN_OK;
    if (c == '[') {
      status = parse_class(g, nfa, *state, next);
    } else {
      g->at++;
      ev_nfa_add_code_points(nfa, *state, next, 0, 0x10ffff);
    }
    *state = next;
    return status;
  }
  if (c == '\\' && ++g->at == g->text.size)
    return malformed(g, g->at - 1, "a `\\` at the end quotes nothing: write `\\\\` for a backslash");
  size_t start = g->at;
  (void)ev_utf8_next(g->text, &g->at);
  add_bytes(nfa, state, ev_str_slice(g->text, start, g->at));
  return EV_PATTERN_OK;
}

ev_pattern_status ev_nfa_add_glob(ev_nfa *nfa, ev_str glob, ev_pattern_error *error) {
  ev_glob g = {glob, 0, error};
  if (glob.size > EV_MAX_PATTERN_BYTES) return malformed(&g, 0, "a pattern has at most 4096 bytes");
  size_t bad = ev_utf8_invalid_at(glob);
  if (bad != SIZE_MAX) return malformed(&g, bad, "a pattern must be UTF-8: this byte is not");
  uint32_t state = ev_nfa_state(nfa);
  ev_nfa_start(nfa, state);
  while (g.at < glob.size && !nfa->failed) {
    ev_pattern_status status = parse_step(&g, nfa, &state);
    if (status != EV_PATTERN_OK) return status;
  }
  if (nfa->failed) return EV_PATTERN_NO_MEMORY;
  nfa->accepting[state] = 1;
  return EV_PATTERN_OK;
}

void ev_nfa_add_literal(ev_nfa *nfa, ev_str text) {
  uint32_t state = ev_nfa_state(nfa);
  ev_nfa_start(nfa, state);
  add_bytes(nfa, &state, text);
  if (!nfa->failed) nfa->accepting[state] = 1;
}

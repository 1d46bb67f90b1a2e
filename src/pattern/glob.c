/* The syntax of globs. */
#include <stdlib.h>

#include "nfa.h"
#include "numbering.h"

static const char unclosed[] = "this class is not closed: expected `]`";
static const char reversed[] = "this range runs backwards: write the lower character first";
static const char lone_quote[] = "a `\\` at the end quotes nothing: write `\\\\` for a backslash";
static const char not_utf8[] = "a pattern must be UTF-8: this byte is not";
static const char too_long[] = "a pattern has at most 4096 bytes";
_Static_assert(EV_MAX_PATTERN_BYTES == 4096, "the message says so");

#define HIGHEST 0x10ffffu

static ev_pattern_status malformed(ev_pattern_error *error, size_t at, const char *message) {
  if (error) *error = (ev_pattern_error){(uint32_t)at, message};
  return EV_PATTERN_MALFORMED;
}

/* ---- globs without wildcards */

bool ev_glob_is_literal(ev_str glob) {
  for (size_t i = 0; i < glob.size; i++) {
    if (glob.at[i] == '*' || glob.at[i] == '?' || glob.at[i] == '[') return false;
    if (glob.at[i] == '\\') i++;
  }
  return true;
}

ev_str ev_glob_unquote(ev_arena *arena, ev_str glob) {
  char *text = ev_arena_alloc(arena, glob.size);
  if (!text) return (ev_str){NULL, 0};
  size_t size = 0;
  for (size_t i = 0; i < glob.size; i++) {
    if (glob.at[i] == '\\') i++;
    text[size++] = glob.at[i];
  }
  return (ev_str){text, size};
}

/* An odd number of backslashes at the end. */
static bool ends_in_quote(ev_str glob) {
  size_t count = 0;
  while (count < glob.size && glob.at[glob.size - 1 - count] == '\\') count++;
  return count % 2 == 1;
}

ev_pattern_status ev_glob_check(ev_str glob, ev_pattern_error *error) {
  if (glob.size > EV_MAX_PATTERN_BYTES) return malformed(error, EV_MAX_PATTERN_BYTES, too_long);
  size_t bad = ev_utf8_invalid_at(glob);
  if (bad != SIZE_MAX) return malformed(error, bad, not_utf8);
  if (ends_in_quote(glob)) return malformed(error, glob.size - 1, lone_quote);
  return EV_PATTERN_OK;
}

/* ---- classes */

typedef struct ev_glob {
  ev_str text;
  size_t at;
  ev_pattern_error *error;
  ev_code_range *ranges; /* of the class that is being read */
  size_t count, capacity;
} ev_glob;

static bool at_char(const ev_glob *g, char c) { return g->at < g->text.size && g->text.at[g->at] == c; }

/* One character, quoted or not; the text goes on. */
static uint32_t next_character(ev_glob *g) {
  if (at_char(g, '\\')) g->at++;
  return ev_utf8_next(g->text, &g->at);
}

/* A `-` is a range's unless it is the last character of the class. */
static bool at_range(const ev_glob *g) {
  return at_char(g, '-') && g->at + 1 < g->text.size && g->text.at[g->at + 1] != ']';
}

static ev_pattern_status read_range(ev_glob *g, ev_code_range *range) {
  size_t start = g->at;
  range->low = range->high = next_character(g);
  if (at_range(g)) {
    g->at++;
    range->high = next_character(g);
  }
  return range->high < range->low ? malformed(g->error, start, reversed) : EV_PATTERN_OK;
}

static ev_pattern_status make_range(ev_arena *arena, ev_glob *g) {
  if (g->count < g->capacity) return EV_PATTERN_OK;
  size_t capacity = g->capacity ? g->capacity * 2 : 16;
  ev_code_range *ranges = ev_grown(arena, g->ranges, g->count, capacity, sizeof *ranges);
  if (!ranges) return EV_PATTERN_NO_MEMORY;
  g->ranges = ranges;
  g->capacity = capacity;
  return EV_PATTERN_OK;
}

/* The ranges up to the `]`; one that comes first is a character. */
static ev_pattern_status read_ranges(ev_arena *arena, ev_glob *g, size_t open) {
  g->count = 0;
  for (bool first = true; first || !at_char(g, ']'); first = false) {
    if (g->at == g->text.size) return malformed(g->error, open, unclosed);
    ev_pattern_status status = make_range(arena, g);
    if (status == EV_PATTERN_OK) status = read_range(g, &g->ranges[g->count]);
    if (status != EV_PATTERN_OK) return status;
    g->count++;
  }
  g->at++;
  return EV_PATTERN_OK;
}

static int by_low(const void *a, const void *b) {
  uint32_t x = ((const ev_code_range *)a)->low, y = ((const ev_code_range *)b)->low;
  return (x > y) - (x < y);
}

/* Sorts the ranges and joins those that touch. */
static void tidy(ev_glob *g) {
  qsort(g->ranges, g->count, sizeof *g->ranges, by_low);
  size_t kept = 0;
  for (size_t i = 1; i < g->count; i++) {
    ev_code_range *last = &g->ranges[kept], range = g->ranges[i];
    if (range.low > last->high + 1)
      g->ranges[++kept] = range;
    else if (range.high > last->high)
      last->high = range.high;
  }
  g->count = kept + 1;
}

/* The gaps between tidy ranges, in their place: before the first, between two, behind the last. */
static void negate(ev_glob *g) {
  uint32_t low = 0;
  size_t kept = 0;
  for (size_t i = 0; i < g->count; i++) {
    ev_code_range range = g->ranges[i];
    if (range.low > low) g->ranges[kept++] = (ev_code_range){low, range.low - 1};
    low = range.high + 1;
  }
  if (low <= HIGHEST) g->ranges[kept++] = (ev_code_range){low, HIGHEST};
  g->count = kept;
}

static ev_pattern_status read_class(ev_arena *arena, ev_glob *g) {
  size_t open = g->at++;
  bool negated = at_char(g, '!');
  if (negated) g->at++;
  ev_pattern_status status = read_ranges(arena, g, open);
  if (status != EV_PATTERN_OK) return status;
  tidy(g);
  if (negated) {
    status = make_range(arena, g); /* there may be one gap more than ranges */
    if (status == EV_PATTERN_OK) negate(g);
  }
  return status;
}

/* ---- steps */

static ev_pattern_status add_class(ev_nfa *nfa, ev_glob *g, uint32_t *state) {
  ev_pattern_status status = read_class(nfa->arena, g);
  if (status == EV_PATTERN_OK) *state = ev_nfa_add_step(nfa, *state, g->ranges, g->count);
  return status;
}

static void add_any(ev_nfa *nfa, ev_glob *g, uint32_t *state) {
  static const ev_code_range any = {0, HIGHEST};
  g->at++;
  *state = ev_nfa_add_step(nfa, *state, &any, 1);
}

static void add_character(ev_nfa *nfa, ev_glob *g, uint32_t *state) {
  uint32_t c = next_character(g);
  *state = ev_nfa_add_step(nfa, *state, &(ev_code_range){c, c}, 1);
}

static ev_pattern_status add_next(ev_nfa *nfa, ev_glob *g, uint32_t *state) {
  switch (g->text.at[g->at]) {
  case '*':
    g->at++;
    nfa->states[*state].loops = true;
    return EV_PATTERN_OK;
  case '[': return add_class(nfa, g, state);
  case '?': add_any(nfa, g, state); return nfa->status;
  default: add_character(nfa, g, state); return nfa->status;
  }
}

ev_pattern_status ev_nfa_add_glob(ev_nfa *nfa, ev_str glob, ev_pattern_error *error) {
  ev_glob g = {.text = glob, .error = error};
  bool loops = at_char(&g, '*');
  while (at_char(&g, '*')) g.at++;
  uint32_t state = ev_nfa_begin(nfa, loops);
  ev_pattern_status status = nfa->status;
  while (g.at < glob.size && status == EV_PATTERN_OK) status = add_next(nfa, &g, &state);
  if (status == EV_PATTERN_OK) nfa->states[state].accepting = true;
  return status;
}

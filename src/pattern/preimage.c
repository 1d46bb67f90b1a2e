/* Each inverse image is an automaton that runs the set's own on what the function would make of the text. It
 * is described by what a state does on a byte, and made from there by going over what the start reaches. */
#include "preimage.h"

#include "dfa.h"

#define MOST_SUFFIX 64u /* bytes: each step of the machine may take so many of the set's automaton */

/* ---- machines: automata that are described, not written out */

/* States are numbers below `states`; the set's own keep theirs. */
typedef struct machine {
  const ev_automaton *of; /* NULL: none */
  uint32_t states, start;
  uint32_t (*next)(const struct machine *m, uint32_t state, uint8_t byte); /* or EV_NO_STATE */
  bool (*accepts)(const struct machine *m, uint32_t state);
  bool (*differ)(const struct machine *m, uint8_t a,
                 uint8_t b); /* bytes that the set does not tell apart; or NULL */
  const uint8_t *becomes;    /* each byte; NULL: itself */
  ev_str affix;              /* what is taken off, or put before or behind */
  const uint32_t *along;     /* the set's state behind each part of a prefix */
  const uint32_t *borders;   /* of each part of a suffix the longest one that it starts and ends with */
  uint8_t byte;
  uint32_t low, high;
  bool open;
} machine;

static uint32_t step(const machine *m, uint32_t state, uint8_t byte) {
  return m->of->table[(size_t)state * m->of->classes + m->of->class_of[byte]];
}

/* Bytes on which the machine does the same in every state. */
static bool are_alike(const machine *m, uint8_t a, uint8_t b) {
  if (m->differ && m->differ(m, a, b)) return false;
  if (!m->of) return true;
  return m->becomes ? m->of->class_of[m->becomes[a]] == m->of->class_of[m->becomes[b]]
                    : m->of->class_of[a] == m->of->class_of[b];
}

/* Gives a byte of each class. */
static void classify(const machine *m, ev_dfa *dfa, uint8_t bytes[256]) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t c = 0;
    while (c < dfa->classes && !are_alike(m, bytes[c], (uint8_t)byte)) c++;
    if (c == dfa->classes) bytes[dfa->classes++] = (uint8_t)byte;
    dfa->class_of[byte] = (uint8_t)c;
  }
}

typedef struct exploring {
  const machine *m;
  ev_dfa *dfa;
  uint8_t bytes[256];   /* one of each class */
  uint32_t *number_of;  /* of each state of the machine, + 1 */
  uint32_t *machine_of; /* each numbered one */
} exploring;

static ev_pattern_status number(exploring *x, uint32_t state, uint32_t *out) {
  ev_pattern_status status = EV_PATTERN_OK;
  if (!x->number_of[state]) {
    status = ev_dfa_add_state(x->dfa, x->m->accepts(x->m, state));
    if (status != EV_PATTERN_OK) return status;
    x->machine_of[x->dfa->states - 1] = state;
    x->number_of[state] = x->dfa->states;
  }
  *out = x->number_of[state] - 1;
  return status;
}

static ev_pattern_status explore_row(exploring *x, uint32_t at) {
  for (uint32_t c = 0; c < x->dfa->classes; c++) {
    uint32_t target = x->m->next(x->m, x->machine_of[at], x->bytes[c]), to = EV_NO_STATE;
    ev_pattern_status status = target == EV_NO_STATE ? EV_PATTERN_OK : number(x, target, &to);
    if (status != EV_PATTERN_OK) return status;
    ev_dfa_row(x->dfa, at)[c] = to;
  }
  return EV_PATTERN_OK;
}

static ev_pattern_status explore(ev_arena *scratch, const machine *m, ev_dfa *out) {
  *out = (ev_dfa){.scratch = scratch};
  exploring x = {.m = m,
                 .dfa = out,
                 .number_of = EV_NEW_ARRAY(scratch, uint32_t, m->states),
                 .machine_of = EV_NEW_ARRAY(scratch, uint32_t, m->states)};
  if (!x.number_of || !x.machine_of) return EV_PATTERN_NO_MEMORY;
  uint32_t start;
  classify(m, out, x.bytes);
  ev_pattern_status status = number(&x, m->start, &start);
  for (uint32_t at = 0; status == EV_PATTERN_OK && at < out->states; at++) status = explore_row(&x, at);
  return status;
}

static ev_pattern_status made(ev_arena *arena, ev_arena *scratch, const machine *m, ev_automaton **out) {
  ev_dfa reached, minimal;
  ev_pattern_status status = explore(scratch, m, &reached);
  if (status == EV_PATTERN_OK) status = ev_dfa_minimise(scratch, &reached, &minimal);
  if (status == EV_PATTERN_OK) status = ev_dfa_canonical(arena, scratch, &minimal, out);
  return status;
}

/* What a machine needs beside the set, made beforehand; false when memory ran out. */
typedef bool (*preparation)(machine *m, ev_arena *scratch);

static ev_pattern_status make_prepared(ev_arena *arena, machine *m, preparation prepare, ev_automaton **out) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  bool prepared = !prepare || prepare(m, &scratch);
  ev_pattern_status status = prepared ? made(arena, &scratch, m, out) : EV_PATTERN_NO_MEMORY;
  ev_arena_free(&scratch);
  return status;
}

static ev_pattern_status make(ev_arena *arena, machine *m, ev_automaton **out) {
  return make_prepared(arena, m, NULL, out);
}

static uint32_t next_alike(const machine *m, uint32_t state, uint8_t byte) { return step(m, state, byte); }

static bool accepts_alike(const machine *m, uint32_t state) { return m->of->accepting[state]; }

/* Where the set's automaton comes from a state with some bytes. */
static uint32_t run(const machine *m, uint32_t state, ev_str bytes) {
  for (size_t i = 0; i < bytes.size; i++) state = step(m, state, (uint8_t)bytes.at[i]);
  return state;
}

static ev_str part_of(ev_str text, size_t size) { return ev_str_slice(text, 0, size); }

/* ---- bytes */

static uint32_t next_bytes(const machine *m, uint32_t state, uint8_t byte) {
  return step(m, state, m->becomes[byte]);
}

ev_pattern_status ev_preimage_bytes(ev_arena *arena, const ev_automaton *of, const uint8_t becomes[256],
                                    ev_automaton **out) {
  machine m = {
      .of = of, .states = of->states, .next = next_bytes, .accepts = accepts_alike, .becomes = becomes};
  return make(arena, &m, out);
}

/* ---- strip_prefix: while the text is like the prefix, one further state for each of its bytes */

static uint32_t next_prefix(const machine *m, uint32_t state, uint8_t byte) {
  if (state < m->of->states) return step(m, state, byte);
  uint32_t read = state - m->of->states;
  if (byte != (uint8_t)m->affix.at[read]) return step(m, m->along[read], byte);
  return read + 1 < m->affix.size ? state + 1 : 0;
}

static bool is_in_affix(const machine *m, uint8_t byte) { return memchr(m->affix.at, byte, m->affix.size); }

static bool differ_in_affix(const machine *m, uint8_t a, uint8_t b) {
  return a != b && (is_in_affix(m, a) || is_in_affix(m, b));
}

static bool accepts_prefix(const machine *m, uint32_t state) {
  return m->of->accepting[state < m->of->states ? state : m->along[state - m->of->states]];
}

static bool go_along(machine *m, ev_arena *scratch) {
  uint32_t *along = EV_NEW_ARRAY(scratch, uint32_t, m->affix.size);
  if (!along) return false;
  for (size_t i = 1; i < m->affix.size; i++) along[i] = step(m, along[i - 1], (uint8_t)m->affix.at[i - 1]);
  m->along = along;
  return true;
}

ev_pattern_status ev_preimage_strip_prefix(ev_arena *arena, const ev_automaton *of, ev_str prefix,
                                           ev_automaton **out) {
  if (prefix.size > EV_MAX_AUTOMATON_STATES) return EV_PATTERN_TOO_MANY_STATES;
  machine m = {.of = of,
               .states = of->states + (uint32_t)prefix.size,
               .start = prefix.size ? of->states : 0,
               .next = next_prefix,
               .accepts = accepts_prefix,
               .differ = prefix.size ? differ_in_affix : NULL,
               .affix = prefix};
  return make_prepared(arena, &m, go_along, out);
}

/* ---- strip_suffix: how much of the suffix the text so far ends with, and the set's state before that */

static uint32_t suffix_state(const machine *m, uint32_t of, uint32_t matched) {
  return of * (uint32_t)(m->affix.size + 1) + matched;
}

static uint32_t matched_in(const machine *m, uint32_t state) { return state % (uint32_t)(m->affix.size + 1); }

static uint32_t state_before(const machine *m, uint32_t state) {
  return state / (uint32_t)(m->affix.size + 1);
}

/* Knuth, Morris, Pratt. */
static uint32_t match_more(const machine *m, uint32_t matched, uint8_t byte) {
  while (matched == m->affix.size || (uint8_t)m->affix.at[matched] != byte) {
    if (matched == 0) return 0;
    matched = m->borders[matched];
  }
  return matched + 1;
}

static uint32_t next_suffix(const machine *m, uint32_t state, uint8_t byte) {
  uint32_t before = state_before(m, state), matched = matched_in(m, state);
  uint32_t now = match_more(m, matched, byte);
  if (now > matched) return suffix_state(m, before, now);
  before = run(m, before, part_of(m->affix, matched + 1 - now < matched ? matched + 1 - now : matched));
  return suffix_state(m, now ? before : step(m, before, byte), now);
}

static bool accepts_suffix(const machine *m, uint32_t state) {
  uint32_t before = state_before(m, state), matched = matched_in(m, state);
  return m->of->accepting[matched == m->affix.size ? before : run(m, before, part_of(m->affix, matched))];
}

static bool find_borders(machine *m, ev_arena *scratch) {
  uint32_t *borders = EV_NEW_ARRAY(scratch, uint32_t, m->affix.size + 1);
  if (!borders) return false;
  m->borders = borders;
  for (uint32_t i = 1; i < m->affix.size; i++)
    borders[i + 1] = match_more(m, borders[i], (uint8_t)m->affix.at[i]);
  return true;
}

ev_pattern_status ev_preimage_strip_suffix(ev_arena *arena, const ev_automaton *of, ev_str suffix,
                                           ev_automaton **out) {
  if (suffix.size > MOST_SUFFIX) return EV_PATTERN_TOO_MANY_STATES;
  machine m = {.of = of,
               .states = of->states * (uint32_t)(suffix.size + 1),
               .next = next_suffix,
               .accepts = accepts_suffix,
               .differ = suffix.size ? differ_in_affix : NULL,
               .affix = suffix};
  return make_prepared(arena, &m, find_borders, out);
}

/* ---- texts that are put together */

ev_pattern_status ev_preimage_behind(ev_arena *arena, const ev_automaton *of, ev_str prefix,
                                     ev_automaton **out) {
  machine m = {.of = of, .states = of->states, .next = next_alike, .accepts = accepts_alike};
  m.start = run(&m, 0, prefix);
  return make(arena, &m, out);
}

static bool accepts_before_affix(const machine *m, uint32_t state) {
  return m->of->accepting[run(m, state, m->affix)];
}

ev_pattern_status ev_preimage_in_front(ev_arena *arena, const ev_automaton *of, ev_str suffix,
                                       ev_automaton **out) {
  machine m = {
      .of = of, .states = of->states, .next = next_alike, .accepts = accepts_before_affix, .affix = suffix};
  return make(arena, &m, out);
}

/* ---- before and after: one further state, in which all is accepted, or in which the byte is awaited */

static bool differ_by_byte(const machine *m, uint8_t a, uint8_t b) {
  return (a == m->byte) != (b == m->byte);
}

static uint32_t next_before(const machine *m, uint32_t state, uint8_t byte) {
  if (state == m->of->states) return state;
  if (byte != m->byte) return step(m, state, byte);
  return m->of->accepting[state] ? m->of->states : EV_NO_STATE;
}

static bool accepts_before(const machine *m, uint32_t state) { return state == m->of->states; }

ev_pattern_status ev_preimage_before(ev_arena *arena, const ev_automaton *of, char byte, ev_automaton **out) {
  machine m = {.of = of,
               .states = of->states + 1,
               .next = next_before,
               .accepts = accepts_before,
               .differ = differ_by_byte,
               .byte = (uint8_t)byte};
  return make(arena, &m, out);
}

static uint32_t next_after(const machine *m, uint32_t state, uint8_t byte) {
  if (state < m->of->states) return step(m, state, byte);
  return byte == m->byte ? 0 : state;
}

static bool accepts_after(const machine *m, uint32_t state) {
  return state < m->of->states && m->of->accepting[state];
}

ev_pattern_status ev_preimage_after(ev_arena *arena, const ev_automaton *of, char byte, ev_automaton **out) {
  machine m = {.of = of,
               .states = of->states + 1,
               .start = of->states,
               .next = next_after,
               .accepts = accepts_after,
               .differ = differ_by_byte,
               .byte = (uint8_t)byte};
  return make(arena, &m, out);
}

/* ---- pieces: one further state, in which one was found */

static uint32_t next_piece(const machine *m, uint32_t state, uint8_t byte) {
  if (state == m->of->states) return state;
  if (byte != m->byte) return step(m, state, byte);
  return m->of->accepting[state] ? m->of->states : 0;
}

static bool accepts_piece(const machine *m, uint32_t state) {
  return state == m->of->states || m->of->accepting[state];
}

ev_pattern_status ev_preimage_piece(ev_arena *arena, const ev_automaton *of, char byte, ev_automaton **out) {
  machine m = {.of = of,
               .states = of->states + 1,
               .next = next_piece,
               .accepts = accepts_piece,
               .differ = differ_by_byte,
               .byte = (uint8_t)byte};
  return make(arena, &m, out);
}

/* ---- trim: each state of the set thrice: not behind a blank; behind blanks before which the text so far was
 * not accepted; and behind such before which it was. The last one is for blanks in front. */

enum { PLAIN, BLANK_OUT, BLANK_IN, MODES };

static bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; }

static bool differ_in_blank(const machine *m, uint8_t a, uint8_t b) {
  (void)m;
  return is_blank(a) != is_blank(b);
}

static uint32_t next_trim(const machine *m, uint32_t state, uint8_t byte) {
  uint32_t of = state / MODES, mode = state % MODES;
  if (of == m->of->states) return is_blank(byte) ? state : step(m, 0, byte) * MODES;
  if (mode == PLAIN) mode = m->of->accepting[of] ? BLANK_IN : BLANK_OUT;
  return step(m, of, byte) * MODES + (is_blank(byte) ? mode : (uint32_t)PLAIN);
}

static bool accepts_trim(const machine *m, uint32_t state) {
  uint32_t of = state / MODES, mode = state % MODES;
  if (of == m->of->states) return m->of->accepting[0];
  return mode == PLAIN ? m->of->accepting[of] : mode == BLANK_IN;
}

ev_pattern_status ev_preimage_trim(ev_arena *arena, const ev_automaton *of, ev_automaton **out) {
  machine m = {.of = of,
               .states = (of->states + 1) * MODES,
               .start = of->states * MODES,
               .next = next_trim,
               .accepts = accepts_trim,
               .differ = differ_in_blank};
  return make(arena, &m, out);
}

/* ---- lengths: a state is how many code points there were */

static bool goes_on(uint8_t byte) { return (byte & 0xc0) == 0x80; } /* with a code point */

static bool differ_in_going_on(const machine *m, uint8_t a, uint8_t b) {
  (void)m;
  return goes_on(a) != goes_on(b);
}

static uint32_t next_length(const machine *m, uint32_t state, uint8_t byte) {
  if (goes_on(byte)) return state;
  if (state + 1 < m->states) return state + 1;
  return m->open ? state : EV_NO_STATE;
}

static bool accepts_length(const machine *m, uint32_t state) { return state >= m->low && state <= m->high; }

ev_pattern_status ev_automaton_of_length(ev_arena *arena, uint32_t low, uint32_t high, bool open,
                                         ev_automaton **out) {
  uint32_t last = open ? low : high;
  if (last >= EV_MAX_AUTOMATON_STATES) return EV_PATTERN_TOO_MANY_STATES;
  machine m = {.states = last + 1,
               .next = next_length,
               .accepts = accepts_length,
               .differ = differ_in_going_on,
               .low = low,
               .high = last,
               .open = open};
  return make(arena, &m, out);
}

/* Ranges of code points as sequences of byte ranges: those that differ only in their last bytes are one (Russ
 * Cox, "Regular Expression Matching in the Wild", 2010). */
#include "nfa.h"

#define PENDING UINT32_MAX /* as a target: the state behind the step, which is added last */

typedef struct ev_step {
  ev_nfa *nfa;
  uint32_t from;
  uint32_t tails[3]; /* states from which 1, 2, 3 bytes 80..bf lead to PENDING; 0 is not made yet */
} ev_step;

static uint32_t tail(ev_step *step, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) {
    if (step->tails[i]) continue;
    step->tails[i] = ev_nfa_add_state(step->nfa);
    ev_nfa_add_move(step->nfa, step->tails[i], i ? step->tails[i - 1] : PENDING, 0x80, 0xbf);
  }
  return step->tails[bytes - 1];
}

static bool is_any(const char *low, const char *high, size_t bytes) {
  for (size_t i = 0; i < bytes; i++)
    if ((uint8_t)low[i] != 0x80 || (uint8_t)high[i] != 0xbf) return false;
  return true;
}

/* A range whose bytes vary independently. */
static void add_sequence(ev_step *step, uint32_t low, uint32_t high) {
  char a[4], b[4];
  size_t length = ev_utf8_encode(low, a);
  (void)ev_utf8_encode(high, b);
  uint32_t from = step->from;
  for (size_t i = 0; i < length; i++) {
    size_t rest = length - i - 1;
    bool any = is_any(a + i + 1, b + i + 1, rest);
    uint32_t to = rest == 0 ? PENDING : any ? tail(step, rest) : ev_nfa_add_state(step->nfa);
    ev_nfa_add_move(step->nfa, from, to, (uint8_t)a[i], (uint8_t)b[i]);
    if (any) return;
    from = to;
  }
}

/* The end of the longest part of low..high, from `low`, whose bytes vary independently. */
static uint32_t sequence_end(uint32_t low, uint32_t high) {
  static const uint32_t ends[] = {0x7f, 0x7ff, 0xd7ff, 0xffff};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (low <= ends[i] && high > ends[i]) high = ends[i];
  if (low < 0x80) return high;
  for (uint32_t bits = 6; bits <= 18; bits += 6) {
    uint32_t mask = ((uint32_t)1 << bits) - 1;
    if ((low & ~mask) == (high & ~mask)) break; /* the bytes that vary are settled */
    if (low & mask) return low | mask;
    if ((high & mask) != mask) high = (high & ~mask) - 1;
  }
  return high;
}

static void add_range(ev_step *step, ev_code_range range) {
  while (range.low <= range.high) {
    if (range.low >= 0xd800 && range.low <= 0xdfff) {
      range.low = 0xe000;
      continue;
    }
    uint32_t end = sequence_end(range.low, range.high);
    add_sequence(step, range.low, end);
    range.low = end + 1;
  }
}

uint32_t ev_nfa_add_step(ev_nfa *nfa, uint32_t from, const ev_code_range *ranges, size_t count) {
  ev_step step = {.nfa = nfa, .from = from};
  uint32_t first = nfa->move_count;
  for (size_t i = 0; i < count; i++) add_range(&step, ranges[i]);
  uint32_t next = ev_nfa_add_state(nfa);
  for (uint32_t i = first; i < nfa->move_count; i++)
    if (nfa->moves[i].to == PENDING) nfa->moves[i].to = next;
  return next;
}

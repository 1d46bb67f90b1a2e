/* How loops lie in the words of a chunk: one within the other or apart, each entered at its NEXT alone and
 * left for good when its elements are used up. With that, and since nothing but LOOP goes back, all code
 * comes to its end. */
#include "verify_code.h"

bool ev_code_slot_is_free(ev_code *c, uint32_t slot) {
  uint64_t depth = 1;
  for (uint32_t head = c->inside[c->at]; head != EV_NONE; head = c->inside[head], depth++)
    if (c->chunk->words[head + 1] == slot)
      return ev_code_fail(c, "iterator %u is that of a loop around", slot);
  return ev_verify_spend(c->v, depth);
}

/* Notes of each instruction the NEXT of the innermost loop around it; a NEXT lies outside its own loop. */
static bool nest(ev_code *c) {
  const ev_chunk *k = c->chunk;
  uint32_t head = EV_NONE;
  for (c->at = 0; c->at < k->word_count; c->at += ev_opcodes[k->words[c->at]].words) {
    uint32_t op = k->words[c->at];
    c->inside[c->at] = head;
    if (op == EV_OP_NEXT && c->last_loop[c->at] != EV_NONE) {
      if (!ev_code_slot_is_free(c, k->words[c->at + 1])) return false;
      head = c->at;
    }
    if (op != EV_OP_LOOP) continue;
    if (head != k->words[c->at + 1]) return ev_code_fail(c, "it does not go back to the innermost open NEXT");
    if (c->last_loop[head] == c->at) head = c->inside[head];
  }
  return true;
}

static bool check_jump(ev_code *c, uint32_t target) {
  uint32_t head = c->inside[target];
  if (head == EV_NONE || head < c->at) return true;
  return ev_code_fail(c, "the jump to word %u enters a loop beside its NEXT", target);
}

bool ev_code_check_loops(ev_code *c) {
  const ev_chunk *k = c->chunk;
  if (!nest(c)) return false;
  for (c->at = 0; c->at < k->word_count; c->at += ev_opcodes[k->words[c->at]].words) {
    const char *operands = ev_opcodes[k->words[c->at]].operands;
    for (uint32_t i = 0; operands[i]; i++)
      if (operands[i] == 'j' && !check_jump(c, k->words[c->at + 1 + i])) return false;
  }
  return true;
}

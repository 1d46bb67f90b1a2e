/* How much room the frames of any call can need: calls name lower chunks, so one pass upwards knows it. */
#include "bundle.h"

static ev_stack_need greater(ev_stack_need a, const ev_stack_need *b) {
  if (b->values > a.values) a.values = b->values;
  if (b->iterators > a.iterators) a.iterators = b->iterators;
  if (b->joins > a.joins) a.joins = b->joins;
  if (b->frames > a.frames) a.frames = b->frames;
  return a;
}

/* The chunk that an instruction calls, or EV_NONE. */
static uint32_t callee(const ev_bundle *bundle, const uint32_t *word) {
  if (word[0] == EV_OP_CALL) return word[1];
  return word[0] == EV_OP_DECODE ? bundle->decodes[word[1]].say : EV_NONE;
}

static ev_stack_need need_of(const ev_bundle *bundle, const ev_chunk *c, const ev_stack_need *needs) {
  ev_stack_need deepest = {0};
  for (uint32_t at = 0; at < c->word_count; at += ev_opcodes[c->words[at]].words) {
    uint32_t called = callee(bundle, c->words + at);
    if (called != EV_NONE) deepest = greater(deepest, &needs[called]);
  }
  return (ev_stack_need){deepest.values + c->local_count + c->max_stack + 1, deepest.iterators + c->iterators,
                         deepest.joins + c->joins, deepest.frames + 1};
}

bool ev_stack_measure(const ev_bundle *bundle, ev_stack_need *need) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_stack_need *needs = EV_NEW_ARRAY(&arena, ev_stack_need, bundle->chunks_count);
  *need = (ev_stack_need){0};
  for (uint32_t i = 0; needs && i < bundle->chunks_count; i++) {
    needs[i] = need_of(bundle, &bundle->chunks[i], needs);
    *need = greater(*need, &needs[i]);
  }
  ev_arena_free(&arena);
  return needs != NULL;
}

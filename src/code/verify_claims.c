/* Keeps what the verifier knows for the machine to check: see claims.h. */
#include "claims.h"
#include "verify_code.h"

#ifdef EV_CHECK_CLAIMS

#define MOST_BYTES ((size_t)64 * 1024 * 1024)

bool ev_verify_keep_claims(ev_verifier *v) {
  ev_bundle *b = v->bundle;
  b->claims = NULL;
  ev_claims *claims = EV_NEW(&b->arena, ev_claims);
  if (!claims) return ev_verify_no_memory(v);
  claims->at = EV_NEW_ARRAY(&b->arena, const ev_claim **, b->chunks_count);
  if (!claims->at) return ev_verify_no_memory(v);
  v->claims = claims;
  return true;
}

static uint32_t *copy_words(ev_code *c, const uint32_t *words, uint32_t count) {
  uint32_t *copy = EV_NEW_ARRAY(&c->v->bundle->arena, uint32_t, count);
  if (copy && count) memcpy(copy, words, count * sizeof *copy);
  return copy;
}

static bool fill(ev_code *c, ev_claim *claim) {
  const ev_chunk *k = c->chunk;
  uint32_t words = k->local_count / 64 + 1;
  uint64_t *stored = EV_NEW_ARRAY(&c->v->bundle->arena, uint64_t, words);
  if (stored) memcpy(stored, c->now.stored, words * sizeof *stored);
  *claim = (ev_claim){.height = c->now.height,
                      .stack = copy_words(c, c->now.stack, c->now.height),
                      .iterators = copy_words(c, c->now.iterators, k->iterators),
                      .joins = copy_words(c, c->now.joins, k->joins),
                      .stored = stored};
  c->v->claims->size += sizeof *claim + 4 * (size_t)(c->now.height + k->iterators + k->joins) +
                        8 * (size_t)words;
  return claim->stack && claim->iterators && claim->joins && stored;
}

bool ev_code_claim_chunk(ev_code *c) {
  ev_claims *claims = c->v->claims;
  size_t size = c->chunk->word_count * sizeof(ev_claim *);
  if (claims->size + size > MOST_BYTES) return true;
  claims->size += size;
  claims->at[c->index] = EV_NEW_ARRAY(&c->v->bundle->arena, const ev_claim *, c->chunk->word_count);
  return claims->at[c->index] || ev_verify_no_memory(c->v);
}

bool ev_code_claim(ev_code *c) {
  ev_claims *claims = c->v->claims;
  if (!claims->at[c->index]) return true;
  ev_claim *claim = EV_NEW(&c->v->bundle->arena, ev_claim);
  if (!claim || !fill(c, claim)) return ev_verify_no_memory(c->v);
  claims->at[c->index][c->at] = claim;
  if (claims->size > MOST_BYTES) claims->at[c->index] = NULL;
  return true;
}

bool ev_verify_give_claims(ev_verifier *v) {
  ev_claims *claims = v->claims;
  claims->type_count = v->type_count;
  claims->types = EV_NEW_ARRAY(&v->bundle->arena, ev_vtype, v->type_count);
  if (!claims->types) return ev_verify_no_memory(v);
  if (v->type_count) memcpy(claims->types, v->types, v->type_count * sizeof *v->types);
  v->bundle->claims = claims;
  return true;
}

#else

bool ev_verify_keep_claims(ev_verifier *v) { return v != NULL; }
bool ev_code_claim_chunk(ev_code *c) { return c != NULL; }
bool ev_code_claim(ev_code *c) { return c != NULL; }
bool ev_verify_give_claims(ev_verifier *v) { return v != NULL; }

#endif

/* Calls, loops and joins. */
#include "verify_code.h"

/* ---- calls */

bool ev_step_call(ev_code *c, uint32_t chunk) {
  const ev_chunk *k = &c->v->bundle->chunks[chunk];
  if (k->result == EV_NONE) return ev_code_fail(c, "chunk %u is no function", chunk);
  for (uint32_t i = k->param_count; i-- > 0;)
    if (!ev_code_pop_held(c, c->v->canon[k->local_types[i]])) return false;
  return ev_code_push(c, c->v->canon[k->result]);
}

bool ev_step_decode(ev_code *c, uint32_t decode) {
  const ev_bdecode *d = &c->v->bundle->decodes[decode];
  if (d->say != EV_NONE && d->say >= c->index)
    return ev_code_fail(c, "the text of decode %u is a later chunk", decode);
  if (!ev_code_pop_held(c, ev_ty_optional(c->v, c->string))) return false;
  ev_ty type = c->v->canon[d->type];
  bool collection = ev_ty_kind(c->v, type) >= EV_VT_LIST && ev_ty_kind(c->v, type) <= EV_VT_RECORD;
  return ev_code_push(c, collection ? type : ev_ty_optional(c->v, type));
}

bool ev_step_return(ev_code *c) {
  if (c->chunk->result == EV_NONE) return ev_code_fail(c, "a case returns nothing");
  c->live = false;
  return ev_code_pop_held(c, c->v->canon[c->chunk->result]);
}

/* ---- loops */

bool ev_step_iterate(ev_code *c, uint32_t slot, ev_ty element) {
  if (!ev_code_slot_is_free(c, slot)) return false;
  c->now.iterators[slot] = element;
  return true;
}

bool ev_step_next(ev_code *c) {
  const uint32_t *o = ev_code_operands(c);
  ev_ty element = c->now.iterators[o[0]];
  if (element == EV_NONE) return ev_code_fail(c, "iterator %u may not have been started", o[0]);
  return ev_code_flow(c, o[1]) && ev_code_push(c, element);
}

bool ev_step_maybe(ev_code *c, uint32_t slot) {
  if (c->now.iterators[slot] == EV_NONE)
    return ev_code_fail(c, "iterator %u may not have been started", slot);
  return ev_code_push(c, c->bool_);
}

static bool has_join(ev_code *c, uint32_t slot) {
  return c->now.joins[slot] != EV_NONE ? true : ev_code_fail(c, "join %u may not have been started", slot);
}

bool ev_step_join(ev_code *c) {
  if (!ev_code_check_type(c, 1)) return false;
  c->now.joins[ev_code_operands(c)[0]] = ev_code_type_operand(c, 1);
  return true;
}

bool ev_step_join_add(ev_code *c) {
  uint32_t slot = ev_code_operands(c)[0];
  ev_ty key;
  return has_join(c, slot) && ev_code_pop_held(c, c->now.joins[slot]) && ev_code_pop_scalar(c, &key);
}

/* `adds`: an element is popped, too. */
bool ev_step_join_probe(ev_code *c, bool adds) {
  const uint32_t *o = ev_code_operands(c);
  ev_ty key;
  if (o[2] > 2) return ev_code_fail(c, "operand n is %u and must be 0, 1 or 2", o[2]);
  bool popped = adds ? ev_step_join_add(c) : has_join(c, o[0]) && ev_code_pop_scalar(c, &key);
  return popped && ev_step_iterate(c, o[1], c->now.joins[o[0]]);
}

bool ev_step_for(ev_code *c, ev_ty element) {
  const uint32_t *o = ev_code_operands(c);
  return ev_code_flow(c, o[1]) && ev_step_iterate(c, o[0], element);
}

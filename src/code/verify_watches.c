/* Watches, and the index of them by field. */
#include "verify.h"

static bool is_number(const ev_bundle *b, uint32_t constant) {
  if (constant >= b->constants_count) return false;
  return b->constants[constant].kind == EV_K_INT || b->constants[constant].kind == EV_K_QUANTITY;
}

static bool verify_watch(ev_verifier *v, const ev_bwatch *w, uint32_t index) {
  const ev_bundle *b = v->bundle;
  if (w->field >= b->fields_count) return ev_verify_fail(v, "watch %u is on no field of this bundle", index);
  if (w->kind == EV_W_IN || w->kind == EV_W_NOT_IN) {
    if (w->set >= b->sets_count || !b->sets[w->set].automaton)
      return ev_verify_fail(v, "watch %u: its set is no set of strings", index);
  }
  if (w->kind == EV_W_NUMBER && (!is_number(b, w->low) || !is_number(b, w->high)))
    return ev_verify_fail(v, "watch %u: its bounds are no numbers", index);
  return true;
}

/* Those of one field stand together; what stands under a watch is on its field. */
static bool verify_order(ev_verifier *v, uint32_t index) {
  const ev_bundle *b = v->bundle;
  const ev_bwatch *w = &b->watches[index];
  if (index > 0 && w->field < b->watches[index - 1].field)
    return ev_verify_fail(v, "watch %u is out of order", index);
  if (w->under >= b->watches_count - index || b->watches[index + w->under].field != w->field)
    return ev_verify_fail(v, "watch %u: what is under it is not on its field", index);
  return true;
}

bool ev_verify_watches(ev_verifier *v) {
  const ev_bundle *b = v->bundle;
  ev_bfield *fields = (ev_bfield *)(uintptr_t)b->fields;
  for (uint32_t i = 0; i < b->fields_count; i++) fields[i].first_watch = fields[i].watch_count = 0;
  for (uint32_t i = 0; i < b->watches_count; i++)
    if (!verify_watch(v, &b->watches[i], i) || !verify_order(v, i)) return false;
  for (uint32_t i = 0; i < b->watches_count; i++) {
    ev_bfield *field = &fields[b->watches[i].field];
    if (field->watch_count++ == 0) field->first_watch = i;
  }
  return true;
}

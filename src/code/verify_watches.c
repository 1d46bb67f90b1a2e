/* Watches, and the index of them by field. */
#include "verify.h"

static bool is_number(const ev_bundle *b, uint32_t constant) {
  if (constant >= b->constants_count) return false;
  return b->constants[constant].kind == EV_K_INT || b->constants[constant].kind == EV_K_QUANTITY;
}

static bool is_of_texts(const ev_bwatch *w) {
  return w->kind == EV_W_IN || w->kind == EV_W_NOT_IN || w->kind == EV_W_KEY_IN || w->kind == EV_W_KEY_NOT_IN;
}

static bool verify_watch(ev_verifier *v, const ev_bwatch *w, uint32_t index) {
  const ev_bundle *b = v->bundle;
  if (w->kind == EV_W_PARAM && w->field >= b->params_count)
    return ev_verify_fail(v, "watch %u is on no parameter of this bundle", index);
  if (w->kind != EV_W_PARAM && w->field >= b->fields_count)
    return ev_verify_fail(v, "watch %u is on no field of this bundle", index);
  if (w->key != EV_NONE && (w->key >= b->constants_count || b->constants[w->key].kind != EV_K_STRING))
    return ev_verify_fail(v, "watch %u: its key is no string", index);
  if (is_of_texts(w) && (w->set >= b->sets_count || !b->sets[w->set].automaton))
    return ev_verify_fail(v, "watch %u: its set is no set of strings", index);
  if (w->kind == EV_W_NUMBER && (!is_number(b, w->low) || !is_number(b, w->high)))
    return ev_verify_fail(v, "watch %u: its bounds are no numbers", index);
  return true;
}

/* Their keys were looked at. */
static int compare_keys(const ev_bundle *b, uint32_t left, uint32_t right) {
  if (left == EV_NONE || right == EV_NONE) return (right == EV_NONE) - (left == EV_NONE);
  return ev_str_compare(b->constants[left].text, b->constants[right].text);
}

static int compare_places(const ev_bundle *b, const ev_bwatch *left, const ev_bwatch *right) {
  bool of_param = left->kind == EV_W_PARAM, before_param = right->kind == EV_W_PARAM;
  if (of_param != before_param) return of_param ? 1 : -1;
  if (left->field != right->field) return left->field < right->field ? -1 : 1;
  return compare_keys(b, left->key, right->key);
}

/* Those of one field and key stand together; what stands under a watch is there, too. */
static bool verify_order(ev_verifier *v, uint32_t index) {
  const ev_bundle *b = v->bundle;
  const ev_bwatch *w = &b->watches[index];
  if (index > 0 && compare_places(b, w - 1, w) > 0)
    return ev_verify_fail(v, "watch %u is out of order", index);
  if (w->under >= b->watches_count - index || compare_places(b, w, w + w->under) != 0)
    return ev_verify_fail(v, "watch %u: what is under it is not on its field", index);
  return true;
}

bool ev_verify_watches(ev_verifier *v) {
  const ev_bundle *b = v->bundle;
  ev_bfield *fields = (ev_bfield *)(uintptr_t)b->fields;
  for (uint32_t i = 0; i < b->fields_count; i++)
    fields[i].first_watch = fields[i].watch_count = fields[i].keyed_count = 0;
  for (uint32_t i = 0; i < b->watches_count; i++)
    if (!verify_watch(v, &b->watches[i], i)) return false;
  for (uint32_t i = 0; i < b->watches_count; i++)
    if (!verify_order(v, i)) return false;
  for (uint32_t i = 0; i < b->watches_count && b->watches[i].kind != EV_W_PARAM; i++) {
    ev_bfield *field = &fields[b->watches[i].field];
    if (field->watch_count++ == 0) field->first_watch = i;
    field->keyed_count += b->watches[i].key != EV_NONE;
  }
  return true;
}

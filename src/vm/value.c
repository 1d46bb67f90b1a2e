#include "value.h"

bool ev_value_poison(const ev_value *operands, uint32_t count, ev_value *out) {
  const ev_value *found = NULL;
  for (uint32_t i = 0; i < count; i++) {
    const ev_value *v = &operands[i];
    if (ev_value_is_poison(v) && (!found || v->kind > found->kind)) found = v;
  }
  if (!found) return false;
  *out = *found;
  out->maybe = false;
  out->or_absent = out->as_it_stands = false;
  if (operands[0].origin) *out = ev_value_from(*out, &operands[0]);
  return true;
}

ev_value ev_value_doubt(const ev_value *from, const char *reason) {
  return ev_value_from(ev_value_unknown(reason), from);
}

ev_value ev_value_from(ev_value value, const ev_value *from) {
  value.origin = from->origin;
  value.overrode = from->overrode;
  return value;
}

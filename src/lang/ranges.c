#include "ranges.h"

#include <stdlib.h>

typedef struct ev_range_of_ints range;

static int by_low(const void *a, const void *b) {
  const range *x = a, *y = b;
  return (x->low > y->low) - (x->low < y->low);
}

void ev_ranges_normalise(ev_ranges *r) {
  if (r->count == 0) return;
  qsort(r->at, r->count, sizeof *r->at, by_low);
  uint32_t last = 0;
  for (uint32_t i = 1; i < r->count; i++) {
    bool touches = r->at[last].high == EV_INT_MAX || r->at[i].low <= r->at[last].high + 1;
    if (!touches)
      r->at[++last] = r->at[i];
    else if (r->at[i].high > r->at[last].high)
      r->at[last].high = r->at[i].high;
  }
  r->count = last + 1;
}

bool ev_ranges_complement(ev_arena *arena, const ev_ranges *a, ev_ranges *out) {
  *out = (ev_ranges){EV_NEW_ARRAY(arena, range, a->count + 1), 0};
  if (!out->at) return false;
  ev_int next = EV_INT_MIN;
  for (uint32_t i = 0; i < a->count; i++) {
    if (a->at[i].low > next) out->at[out->count++] = (range){next, a->at[i].low - 1};
    if (a->at[i].high == EV_INT_MAX) return true;
    next = a->at[i].high + 1;
  }
  out->at[out->count++] = (range){next, EV_INT_MAX};
  return true;
}

bool ev_ranges_union(ev_arena *arena, const ev_ranges *a, const ev_ranges *b, ev_ranges *out) {
  *out = (ev_ranges){EV_NEW_ARRAY(arena, range, (size_t)a->count + b->count + 1), 0};
  if (!out->at) return false;
  for (uint32_t i = 0; i < a->count; i++) out->at[out->count++] = a->at[i];
  for (uint32_t i = 0; i < b->count; i++) out->at[out->count++] = b->at[i];
  ev_ranges_normalise(out);
  return true;
}

/* a and b = not (not a or not b) */
bool ev_ranges_intersection(ev_arena *arena, const ev_ranges *a, const ev_ranges *b, ev_ranges *out) {
  ev_ranges not_a, not_b, either;
  return ev_ranges_complement(arena, a, &not_a) && ev_ranges_complement(arena, b, &not_b) &&
         ev_ranges_union(arena, &not_a, &not_b, &either) && ev_ranges_complement(arena, &either, out);
}

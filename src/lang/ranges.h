/* Sets of ints as sorted, disjoint ranges that do not touch, and their algebra. */
#ifndef EV_RANGES_H
#define EV_RANGES_H

#include "arena.h"
#include "program.h"

typedef struct ev_ranges {
  struct ev_range_of_ints *at;
  uint32_t count;
} ev_ranges;

/* Puts ranges in order and joins those that touch. */
void ev_ranges_normalise(ev_ranges *r);
/* Each makes its result in the arena; false: no memory. */
bool ev_ranges_complement(ev_arena *arena, const ev_ranges *a, ev_ranges *out);
bool ev_ranges_union(ev_arena *arena, const ev_ranges *a, const ev_ranges *b, ev_ranges *out);
bool ev_ranges_intersection(ev_arena *arena, const ev_ranges *a, const ev_ranges *b, ev_ranges *out);

#endif

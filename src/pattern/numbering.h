/* Distinct keys, numbered from 0 in order of arrival: how sets of states become states. */
#ifndef EV_NUMBERING_H
#define EV_NUMBERING_H

#include "pattern.h"

/* All keys of a numbering together: what bounds the memory of a subset construction. */
#define EV_MAX_KEY_WORDS ((size_t)1 << 22)

/* A larger copy of an array of `used` objects, the rest zero; NULL without memory. */
static inline void *ev_grown(ev_arena *arena, const void *old, size_t used, size_t capacity, size_t size) {
  void *copy = ev_arena_array(arena, capacity, size);
  if (copy && used) memcpy(copy, old, used * size);
  return copy;
}

typedef struct ev_numbering {
  ev_arena *arena;
  uint32_t *words; /* the keys, one behind the other */
  size_t word_count, word_capacity;
  size_t *ends; /* of each key in `words` */
  uint32_t count, capacity;
  uint32_t *slots; /* open addressing: number + 1, 0 is free; twice as many as `capacity` */
  uint32_t limit;  /* most keys */
} ev_numbering;

/* All memory will come from the arena; nothing is taken yet. */
ev_numbering ev_numbering_make(ev_arena *arena, uint32_t limit);

/* The number of a key of `length` words. A new key (then *number is the count from before) is copied; past
 * the limits that is EV_PATTERN_TOO_MANY_STATES. */
ev_pattern_status ev_number_of(ev_numbering *numbering, const uint32_t *key, size_t length, uint32_t *number);

/* The words of a numbered key; they move when the next key is added. */
static inline const uint32_t *ev_numbered(const ev_numbering *numbering, uint32_t number, size_t *length) {
  size_t start = number ? numbering->ends[number - 1] : 0;
  *length = numbering->ends[number] - start;
  return numbering->words + start;
}

#endif

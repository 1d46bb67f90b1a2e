/* An arena owns; what hangs off it lives as long as it does. Nothing in it is freed alone.
 *
 * Every allocation can fail: NULL is returned when memory ran out or the arena's limit is reached, and
 * `failed` stays set from then on, so that a caller may check once after a batch of work whose
 * intermediate results tolerate NULL. Memory comes zeroed and aligned for any object (16 bytes).
 *
 * Under AddressSanitizer there are red zones between allocations, and what was reset is out of bounds. With
 * EV_TINY defined (the hostile build) blocks hold 64 bytes, so that nearly every allocation is a block of its
 * own, which can fail. */
#ifndef EV_ARENA_H
#define EV_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ev_arena_block ev_arena_block;

typedef struct ev_arena {
  ev_arena_block *first;   /* owned list, in order of use */
  ev_arena_block *current; /* the block that is being filled; NULL before the first allocation */
  size_t allocated;        /* bytes handed out since the last reset */
  size_t limit;            /* most bytes handed out between resets; 0 means none */
  bool failed;             /* sticky: an allocation returned NULL since the last reset */
} ev_arena;

/* An arena without blocks. `limit` in bytes, 0 for none. Cannot fail. */
void ev_arena_init(ev_arena *arena, size_t limit);

/* `size` zeroed bytes, or NULL. A size of 0 gives a valid pointer. */
void *ev_arena_alloc(ev_arena *arena, size_t size);

/* `count` zeroed objects of `size` bytes, or NULL, also when the product overflows. */
void *ev_arena_array(ev_arena *arena, size_t count, size_t size);

/* A copy of `size` bytes with a NUL byte behind them, or NULL. */
char *ev_arena_copy(ev_arena *arena, const void *bytes, size_t size);

/* Forgets every allocation and keeps the blocks for the next use, up to `keep` bytes of them. */
void ev_arena_reset(ev_arena *arena, size_t keep);

/* Gives all memory back; the arena is as after ev_arena_init. */
void ev_arena_free(ev_arena *arena);

#define EV_NEW(arena, type)              ((type *)ev_arena_alloc((arena), sizeof(type)))
#define EV_NEW_ARRAY(arena, type, count) ((type *)ev_arena_array((arena), (count), sizeof(type)))

/* The one door to the system's allocator; a test may make the n-th call fail.
 * ev_realloc(NULL, n) allocates. ev_free(NULL) does nothing. */
void *ev_realloc(void *old, size_t size);
void ev_free(void *memory);

/* For tests: the n-th call of ev_realloc from now on, and every later one, fails. 0 switches this off. */
void ev_fail_allocation_after(size_t n);

#endif

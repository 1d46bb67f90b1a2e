#include "arena.h"

#include "initialised.h"
#include "red_zone.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef EV_TINY
#define FIRST_BLOCK   64u
#define LARGEST_BLOCK 64u
#else
#define FIRST_BLOCK   (16u * 1024u)
#define LARGEST_BLOCK (1024u * 1024u)
#endif
#define ALIGNMENT 16u

struct ev_arena_block {
  ev_arena_block *next;
  size_t capacity;
  size_t used;
  size_t unused; /* keeps the header a multiple of ALIGNMENT */
};

/* Fault injection counts calls in the whole process: it is for single-threaded tests only. */
static size_t calls_left;

void ev_fail_allocation_after(size_t n) { calls_left = n; }

static bool injected_failure(void) {
  if (calls_left == 0) return false;
  if (calls_left == 1) return true;
  calls_left--;
  return false;
}

#if __has_feature(memory_sanitizer)
const char *__msan_default_options(void);
const char *__msan_default_options(void) { return "poison_in_malloc=0:poison_in_free=0"; }
#endif

#if defined EV_TINY || __has_feature(memory_sanitizer)
/* Growth always moves here, so that a stale pointer is caught at once. The size stands before the memory. */
static size_t size_of(const void *memory) {
  size_t size;
  memcpy(&size, (const unsigned char *)memory - ALIGNMENT, sizeof size);
  return size;
}

void *ev_realloc(void *old, size_t size) {
  if (injected_failure() || size > SIZE_MAX - ALIGNMENT) return NULL;
  unsigned char *memory = malloc(size + ALIGNMENT);
  if (!memory) return NULL;
  memcpy(memory, &size, sizeof size);
  memory += ALIGNMENT;
  ev_not_initialised(memory, size);
  if (!old) return memory;
  memcpy(memory, old, size_of(old) < size ? size_of(old) : size);
  ev_free(old);
  return memory;
}

void ev_free(void *memory) {
  if (!memory) return;
  ev_initialised(memory, size_of(memory)); /* for who gets it next */
  free((unsigned char *)memory - ALIGNMENT);
}
#else
void *ev_realloc(void *old, size_t size) {
  if (injected_failure()) return NULL;
  return realloc(old, size ? size : 1);
}

void ev_free(void *memory) { free(memory); }
#endif

void ev_arena_init(ev_arena *arena, size_t limit) { *arena = (ev_arena){.limit = limit}; }

static unsigned char *block_bytes(ev_arena_block *block) {
  return (unsigned char *)block + sizeof(ev_arena_block);
}

#define LARGEST_PAGE (64u * 1024u) /* of any machine */

/* Has the kernel give the pages of a large block together: one by one, each at its first use, they cost more
 * time than what is put into them. Where it does not know that wish they come one by one. */
static void populate(ev_arena_block *block) {
#ifdef MADV_POPULATE_WRITE
  uintptr_t start = ((uintptr_t)block + LARGEST_PAGE - 1) / LARGEST_PAGE * LARGEST_PAGE;
  uintptr_t end = (uintptr_t)(block_bytes(block) + block->capacity) / LARGEST_PAGE * LARGEST_PAGE;
  if (start < end) (void)madvise((void *)start, end - start, MADV_POPULATE_WRITE);
#else
  (void)block;
#endif
}

static ev_arena_block *new_block(ev_arena *arena, size_t need) {
  size_t capacity = FIRST_BLOCK;
  if (arena->current) capacity = arena->current->capacity * 2;
  if (capacity > LARGEST_BLOCK) capacity = LARGEST_BLOCK;
  if (capacity < need) capacity = need;
  if (capacity > SIZE_MAX - sizeof(ev_arena_block)) return NULL;
  ev_arena_block *block = ev_realloc(NULL, sizeof(ev_arena_block) + capacity);
  if (!block) return NULL;
  *block = (ev_arena_block){.capacity = capacity};
  if (capacity >= LARGEST_BLOCK) populate(block);
  ev_poison(block_bytes(block), capacity);
  return block;
}

static bool fits(const ev_arena_block *block, size_t size) {
  return block && block->capacity - block->used >= size;
}

/* Makes `current` a block with room for `size`: the next kept one if it is large enough, else a new one. */
static bool make_room(ev_arena *arena, size_t size) {
  ev_arena_block *next = arena->current ? arena->current->next : arena->first;
  if (fits(next, size)) {
    arena->current = next;
    return true;
  }
  ev_arena_block *block = new_block(arena, size);
  if (!block) return false;
  block->next = next;
  if (arena->current)
    arena->current->next = block;
  else
    arena->first = block;
  arena->current = block;
  return true;
}

static void *fail(ev_arena *arena) {
  arena->failed = true;
  return NULL;
}

void *ev_arena_alloc(ev_arena *arena, size_t size) {
  if (size > SIZE_MAX - ALIGNMENT - EV_RED_ZONE) return fail(arena);
  size_t room = size ? (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1) : ALIGNMENT;
  if (arena->limit && (room > arena->limit || arena->allocated > arena->limit - room)) return fail(arena);
  size_t taken = room + EV_RED_ZONE;
  if (!fits(arena->current, taken) && !make_room(arena, taken)) return fail(arena);
  ev_arena_block *block = arena->current;
  void *memory = block_bytes(block) + block->used;
  block->used += taken;
  arena->allocated += room;
  ev_unpoison(memory, size);
  return memset(memory, 0, size);
}

void *ev_arena_array(ev_arena *arena, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) return fail(arena);
  return ev_arena_alloc(arena, count * size);
}

char *ev_arena_copy(ev_arena *arena, const void *bytes, size_t size) {
  if (size == SIZE_MAX) return fail(arena);
  char *copy = ev_arena_alloc(arena, size + 1);
  if (copy && size) memcpy(copy, bytes, size);
  return copy;
}

void ev_arena_reset(ev_arena *arena, size_t keep) {
  size_t kept = 0;
  ev_arena_block **link = &arena->first;
  while (*link) {
    ev_arena_block *block = *link;
    if (kept + block->capacity > keep) {
      *link = block->next;
      ev_free(block);
      continue;
    }
    kept += block->capacity;
    block->used = 0;
    ev_poison(block_bytes(block), block->capacity);
    link = &block->next;
  }
  arena->current = NULL;
  arena->allocated = 0;
  arena->failed = false;
}

void ev_arena_free(ev_arena *arena) {
  ev_arena_reset(arena, 0);
  arena->first = NULL;
}

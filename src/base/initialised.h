/* MemorySanitizer follows only what is compiled for it, and libyaml, jansson and cmocka are not. So malloc
 * counts as initialising (__msan_default_options in arena.c), but what the one door to the allocator gives is
 * marked as not initialised again; and what a library writes into a variable, or passes to a callback, is
 * marked as initialised where it comes in. In other builds all this is nothing. */
#ifndef EV_INITIALISED_H
#define EV_INITIALISED_H

#include <stddef.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if __has_feature(memory_sanitizer)

void __msan_unpoison(const volatile void *at, size_t size);
void __msan_poison(const volatile void *at, size_t size);

static inline void ev_initialised(const void *at, size_t size) { __msan_unpoison(at, size); }
static inline void ev_not_initialised(const void *at, size_t size) { __msan_poison(at, size); }
/* Called before a function of a library: what earlier calls left marked on the stack is where its variables
 * will be. */
static inline __attribute__((noinline)) void ev_initialised_stack(void) {
  char below[64 * 1024];
  __msan_unpoison(below, sizeof below);
  __asm__ volatile("" : : "r"(below) : "memory");
}

#else

static inline void ev_initialised(const void *at, size_t size) {
  (void)at;
  (void)size;
}
static inline void ev_not_initialised(const void *at, size_t size) { ev_initialised(at, size); }
static inline void ev_initialised_stack(void) {}

#endif

/* Of a variable. */
#define EV_INITIALISED(variable) ev_initialised(&(variable), sizeof(variable))

#endif

/* AddressSanitizer knows the blocks of an arena, not what is handed out of them. So what is not handed out is
 * poisoned, and between two allocations some of it stays so. In other builds all this is nothing. */
#ifndef EV_RED_ZONE_H
#define EV_RED_ZONE_H

#include <stddef.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)

void __asan_poison_memory_region(const volatile void *at, size_t size);
void __asan_unpoison_memory_region(const volatile void *at, size_t size);

#define EV_RED_ZONE 16u /* bytes behind each allocation */
static inline void ev_poison(const void *at, size_t size) { __asan_poison_memory_region(at, size); }
static inline void ev_unpoison(const void *at, size_t size) { __asan_unpoison_memory_region(at, size); }

#else

#define EV_RED_ZONE 0u
static inline void ev_poison(const void *at, size_t size) {
  (void)at;
  (void)size;
}
static inline void ev_unpoison(const void *at, size_t size) { ev_poison(at, size); }

#endif

#endif

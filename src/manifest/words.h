/* Eight bytes of a text at a time. */
#ifndef EV_MANIFEST_WORDS_H
#define EV_MANIFEST_WORDS_H

#include <stdint.h>

#define EV_WORD 8u /* bytes */

#define EV_WORD_ONES  0x0101010101010101u
#define EV_WORD_HIGHS 0x8080808080808080u

/* The byte at `at` is the lowest, on any machine; compilers make one load of it. */
static inline uint64_t ev_word_at(const char *at) {
  const unsigned char *b = (const unsigned char *)at;
  return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
         (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

/* Marks are the high bits of bytes. The lowest one is right, those above it may be too many; */
static inline uint64_t ev_word_less(uint64_t word, unsigned than) {
  return (word - EV_WORD_ONES * than) & ~word & EV_WORD_HIGHS;
}
static inline uint64_t ev_word_equal(uint64_t word, char c) {
  return ev_word_less(word ^ (EV_WORD_ONES * (unsigned char)c), 1);
}
/* each one is right. */
static inline uint64_t ev_word_exactly(uint64_t word, char c) {
  uint64_t other = word ^ (EV_WORD_ONES * (unsigned char)c);
  return ~(((other & ~EV_WORD_HIGHS) + ~EV_WORD_HIGHS) | other) & EV_WORD_HIGHS;
}

/* All bits of the first `count` bytes, of which there is one at least. */
static inline uint64_t ev_word_begin(unsigned count) { return ~(uint64_t)0 >> (8 * (EV_WORD - count)); }

#define EV_WORD_FIRST 0x80u /* the mark of the first byte */

/* Indices of the first and the last byte that is marked; one is. */
static inline unsigned ev_word_first(uint64_t marks) { return (unsigned)__builtin_ctzll(marks) / 8; }
static inline unsigned ev_word_last(uint64_t marks) { return 7 - (unsigned)__builtin_clzll(marks) / 8; }
static inline unsigned ev_word_count(uint64_t marks) { return (unsigned)((marks >> 7) * EV_WORD_ONES >> 56); }

#endif

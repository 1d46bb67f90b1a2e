#include "generate.h"

/* Xorshift; the low bits are the worst. */
void ref_random(uint64_t *state, uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    bytes[i] = (uint8_t)(*state >> 32);
  }
}
